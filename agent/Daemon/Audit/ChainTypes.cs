namespace Pdp.Daemon.Audit;

/// <summary>Records the trail writes about itself.</summary>
internal static class ChainTypes
{
    /// <summary>The first record of a chain.</summary>
    public const string Started = "chain.started";

    /// <summary>The first record after the agent was started again.</summary>
    public const string Continued = "chain.continued";

    /// <summary>The first record of the next file of the same run.</summary>
    public const string Rotated = "chain.rotated";

    /// <summary>The first record after some that could not be written down; the note says which.</summary>
    public const string Gap = "chain.gap";

    /// <summary>The first record after what was there could not be read or believed; the chain begins anew.</summary>
    public const string Broken = "chain.broken";

    /// <summary>Where the chain stood, signed by the agent's own key.</summary>
    public const string Head = "chain.head";

    /// <summary>The last record of an agent that was stopped as it should be.</summary>
    public const string Closed = "chain.closed";

    /// <summary>What a file may begin with.</summary>
    public static IReadOnlyList<string> Openings { get; } = [Started, Continued, Rotated, Gap, Broken];
}
