using Pdp.Core.Logs.Reading;

namespace Pdp.Daemon.Observability.Logs;

/// <summary>How logs are collected.</summary>
internal sealed record LogCollectorOptions
{
    /// <summary>Which pods, by label.</summary>
    public required string Selector { get; init; }

    /// <summary>What is taken of a container's lines.</summary>
    public GatheringLimits Gathering { get; init; } = new();

    /// <summary>Most entries of one container stored at once; 1 or more. A container gives the next only when these are on disk.</summary>
    public int BatchEntries { get; init; } = 2_000;

    /// <summary>How long an entry waits for further lines that belong to it; above 0.</summary>
    public TimeSpan HoldFor { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Pause after the first failure; doubles up to <see cref="LongestPause"/>.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest pause between attempts.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A log that was silent for so long is opened anew.</summary>
    public TimeSpan SilentFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the log of a pod that is gone may still be read.</summary>
    public TimeSpan GoneFor { get; init; } = TimeSpan.FromSeconds(10);
}
