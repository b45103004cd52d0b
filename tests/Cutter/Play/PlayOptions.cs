namespace Pdp.Cutter.Play;

/// <summary>One play.</summary>
public sealed record PlayOptions
{
    /// <summary>What it is made from; the same seed plans the same faults and changes at the same times.</summary>
    public required int Seed { get; init; }

    /// <summary>How long faults happen; a few seconds to hours.</summary>
    public TimeSpan Length { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How long everything may take to come to rest after the last fault.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>A second agent stands by.</summary>
    public bool HasStandby { get; init; }

    /// <summary>How the agents get out.</summary>
    public WayOut WayOut { get; init; }

    /// <summary>A play whose seed also says how the agents get out, and whether one stands by.</summary>
    public static PlayOptions Of(int seed, TimeSpan length) =>
        new() { Seed = seed, Length = length, WayOut = (WayOut)(seed % 3), HasStandby = seed % 2 == 0 };

    /// <summary>Where the history of a play that failed is kept.</summary>
    public string Artifacts { get; init; } = Path.Combine(AppContext.BaseDirectory, "artifacts");
}

/// <summary>How agents reach their control plane.</summary>
public enum WayOut
{
    /// <summary>Straight.</summary>
    Direct,

    /// <summary>Through an HTTP proxy that lets everybody pass.</summary>
    Proxy,

    /// <summary>Through an HTTP proxy that asks for a name and a password.</summary>
    ProxyWithCredentials,
}
