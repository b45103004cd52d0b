using Pdp.Protocol;

namespace Pdp.ControlStub.Store;

/// <summary>What a store may grow to.</summary>
internal sealed record StoreLimits
{
    /// <summary>Events kept; the oldest go first. 100..10,000,000. Default 100,000.</summary>
    public int EventHistory { get; init; } = 100_000;

    /// <summary>Intents a plane may hold, removed ones not counted.</summary>
    public int IntentsPerPlane { get; init; } = ProtocolLimits.IntentsPerPlane;

    /// <summary>Grants a user may have. 1..1,000. Default 100.</summary>
    public int GrantsPerUser { get; init; } = 100;

    /// <summary>Tokens a user may have. 1..1,000. Default 20.</summary>
    public int TokensPerUser { get; init; } = 20;

    /// <summary>Certificates kept of a plane, the newest ones; older ones are forgotten and open nothing any more. 2..1000. Default 16.</summary>
    public int CertificatesPerPlane { get; init; } = 16;

    /// <summary>Releases kept of a component, the newest ones and all that are deployed somewhere. 2..1000. Default 50.</summary>
    public int ReleasesPerComponent { get; init; } = 50;

    /// <summary>Everything out of range, by the name of its setting.</summary>
    public IEnumerable<(string Setting, string Rule)> Errors()
    {
        if (EventHistory is < 100 or > 10_000_000)
            yield return ("event-history", "must be 100..10000000");
        if (GrantsPerUser is < 1 or > 1000)
            yield return ("max-grants-per-user", "must be 1..1000");
        if (TokensPerUser is < 1 or > 1000)
            yield return ("max-tokens-per-user", "must be 1..1000");
        if (CertificatesPerPlane is < 2 or > 1000)
            yield return ("certificates-kept", "must be 2..1000");
        if (ReleasesPerComponent is < 2 or > 1000)
            yield return ("releases-kept", "must be 2..1000");
    }
}
