namespace Pdp.Protocol.Intents;

/// <summary>Requests and limits as Kubernetes quantities, by <c>cpu</c>, <c>memory</c> and <c>ephemeral-storage</c>.</summary>
public sealed record ResourceSpec
{
    /// <summary>What is set aside.</summary>
    public IReadOnlyDictionary<string, string> Requests { get; init => field = value ?? Map<string>.Empty; } = Map<string>.Empty;

    /// <summary>What may be used.</summary>
    public IReadOnlyDictionary<string, string> Limits { get; init => field = value ?? Map<string>.Empty; } = Map<string>.Empty;
}
