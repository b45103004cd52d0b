namespace Pdp.Protocol.Intents;

/// <summary>Which requests a gateway tries again.</summary>
public sealed record RetrySpec
{
    /// <summary>Tries besides the first, 1..10.</summary>
    public required int Attempts { get; init; }

    /// <summary>HTTP statuses after which it is tried again, 400..599; those of a backend that is not there when empty.</summary>
    public IReadOnlyList<int> On { get; init => field = value ?? []; } = [];

    /// <summary>Seconds each try has, 1..3600; null: the whole request's.</summary>
    public int? PerTryTimeoutSeconds { get; init; }
}
