using Pdp.Core.Plan;

namespace Pdp.Daemon.Reconcile;

/// <summary>How eagerly the agent works. Every default suits a cluster of a few hundred components.</summary>
internal sealed record ReconcileOptions
{
    /// <summary>
    /// Intents worked on at once, 1..64. One tenant gets at most half of them, so that it delays only itself. Default 16.
    /// </summary>
    public int Parallelism { get; init; } = 16;

    /// <summary>Objects of one intent written at once, 1..32. Default 8.</summary>
    public int ApplyParallelism { get; init; } = 8;

    /// <summary>
    /// Each intent is looked at again after this even if nothing happened, up to a fifth more by chance; 10 s..24 h. Default 10 min.
    /// </summary>
    public TimeSpan Resync { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long after a look changes of an intent's objects wait for one another before they bring it back; 0..5 s. One that was at rest is looked at as
    /// soon as something changes. Default 250 ms.
    /// </summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest one pass over one intent may take before it is given up and tried again, 5 s..1 h. Default 2 min.</summary>
    public TimeSpan PassTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The first pause after a failure, by chance down to half; 10 ms..1 min. Default 500 ms.</summary>
    public TimeSpan RetryBase { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause after failures in a row; from <see cref="RetryBase"/> to 1 h. Default 1 min.</summary>
    public TimeSpan RetryMax { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a minor version is healthy before its major version is led to it, or ails before it is left; 0..10 min. Default 10 s.
    /// </summary>
    public TimeSpan VersionSettle { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>When two who write the same field are said to fight, and how the agent slows down.</summary>
    public ContestOptions Contest { get; init; } = new();

    /// <summary>Every rule that is broken; empty when all is well.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        Range("reconcile-parallelism", Parallelism, 1, 64);
        Range("apply-parallelism", ApplyParallelism, 1, 32);
        Range("resync", Resync, TimeSpan.FromSeconds(10), TimeSpan.FromHours(24));
        Range("reconcile-rest", Rest, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Range("pass-timeout", PassTimeout, TimeSpan.FromSeconds(5), TimeSpan.FromHours(1));
        Range("retry-base", RetryBase, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
        Range("retry-max", RetryMax, RetryBase, TimeSpan.FromHours(1));
        Range("version-settle", VersionSettle, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        Range("contest-repairs", Contest.Repairs, 2, 100);
        Range("contest-window", Contest.Window, TimeSpan.FromSeconds(10), TimeSpan.FromHours(24));
        Range("contest-pause-min", Contest.PauseMin, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1));
        Range("contest-pause-max", Contest.PauseMax, Contest.PauseMin, TimeSpan.FromHours(24));
        return problems;

        void Range<T>(string name, T value, T least, T most) where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0) problems.Add($"{name}: must be from {least} to {most}");
        }
    }
}
