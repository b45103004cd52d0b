namespace Pdp.ControlStub.Api;

/// <summary>What operators may ask for at once.</summary>
internal sealed record ApiLimits
{
    /// <summary>Planes there may be. 1..100,000. Default 20,000.</summary>
    public int MaxPlanes { get; init; } = 20_000;

    /// <summary>Largest body of a call that applies documents, bytes. 1,024..64 MiB. Default 4 MiB.</summary>
    public int MaxApplyBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Largest body of a call that puts an intent, bytes: the document itself may have 512 KiB, its YAML a little more.</summary>
    public int MaxPutBytes { get; init; } = 1024 * 1024;

    /// <summary>Event streams at once. 1..10,000. Default 256.</summary>
    public int MaxEventStreams { get; init; } = 256;

    /// <summary>Users there may be. 1..100,000. Default 1,000.</summary>
    public int MaxUsers { get; init; } = 1000;

    /// <summary>Longest life of a token that is made over the API, days. 1..3,650. Default 365.</summary>
    public int MaxTokenDays { get; init; } = 365;

    /// <summary>Whether every change must say why. Default no.</summary>
    public bool RequireReason { get; init; }

    /// <summary>Everything out of range, by the name of its setting.</summary>
    public IEnumerable<(string Setting, string Rule)> Errors()
    {
        if (MaxPlanes is < 1 or > 100_000)
            yield return ("max-planes", "must be 1..100000");
        if (MaxApplyBytes is < 1024 or > 64 * 1024 * 1024)
            yield return ("max-apply-bytes", "must be 1024..67108864");
        if (MaxEventStreams is < 1 or > 10_000)
            yield return ("max-event-streams", "must be 1..10000");
        if (MaxUsers is < 1 or > 100_000)
            yield return ("max-users", "must be 1..100000");
        if (MaxTokenDays is < 1 or > 3650)
            yield return ("max-token-days", "must be 1..3650");
    }
}
