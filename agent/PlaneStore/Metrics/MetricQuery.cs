using Pdp.Core.Logs;

namespace Pdp.PlaneStore.Metrics;

/// <summary>What is looked for among the samples.</summary>
public sealed record MetricQuery
{
    /// <summary>Most points of one series.</summary>
    public const int MostPoints = 11_000;

    /// <summary>Of these containers; none finds nothing.</summary>
    public required IReadOnlyList<LogScope> Scopes { get; init; }

    /// <summary>From this time on.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Before this time.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>One point for each so long; a second or more, at most <see cref="MostPoints"/> of them.</summary>
    public required TimeSpan Step { get; init; }

    /// <summary>Which measures.</summary>
    public required IReadOnlyList<Measure> Measures { get; init; }

    /// <summary>Most containers in one answer; those seen last.</summary>
    public int MostContainers { get; init; } = 200;

    /// <summary>Every rule that is broken; empty when all is well.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (Start >= End) problems.Add("startTime: must be before endTime.");
        if (Step < TimeSpan.FromSeconds(1)) problems.Add("step: must be a second or more.");
        else if ((End - Start) / Step > MostPoints) problems.Add($"step: must leave at most {MostPoints} points between startTime and endTime.");
        return problems;
    }
}

/// <summary>Measures of one container over time.</summary>
/// <param name="Source">The container.</param>
/// <param name="Measure">What was measured.</param>
/// <param name="Points">
/// Time of the step's beginning, milliseconds since 1970, UTC, and the value: the mean of CPU and memory, the newest of everything else. Steps nothing
/// was sampled in are left out.
/// </param>
public sealed record MetricSeries(LogSource Source, Measure Measure, IReadOnlyList<(long Time, double Value)> Points);

/// <summary>An answer.</summary>
/// <param name="Series">The series, by container and measure.</param>
/// <param name="IsPartial">Whether there are more containers than were looked at.</param>
public sealed record MetricAnswer(IReadOnlyList<MetricSeries> Series, bool IsPartial);
