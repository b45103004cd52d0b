using Pdp.Observability.Access;
using Pdp.PlaneStore.Metrics;
using Pdp.Protocol;

namespace Pdp.Observability.Metrics;

/// <summary>The time a question is about.</summary>
/// <param name="Start">UTC.</param>
/// <param name="End">UTC.</param>
/// <param name="Step">From point to point.</param>
internal sealed record MetricTimes(DateTimeOffset Start, DateTimeOffset End, TimeSpan Step)
{
    private const int UsualPoints = 120;

    // No finer than anything is sampled.
    private static readonly TimeSpan _shortestUsual = TimeSpan.FromSeconds(30);

    /// <summary>The time of a question.</summary>
    /// <exception cref="ApiProblemException">The range is wrong, or the step leaves too many points.</exception>
    public static MetricTimes Of(MetricSearch search, AccessOptions options, DateTimeOffset now)
    {
        var (start, end) = TimeRange.Of(search.StartTime, search.EndTime, options, now);
        var usual = TimeSpan.FromSeconds(Math.Ceiling((end - start).TotalSeconds / UsualPoints));
        var step = search.Step is { } seconds ? TimeSpan.FromSeconds(seconds) : usual > _shortestUsual ? usual : _shortestUsual;
        return (end - start) / step <= MetricQuery.MostPoints
            ? new MetricTimes(start, end, step)
            : throw new ApiProblemException(ApiProblem.BadRequest("bad-range", "Change the step or the range of time.",
                [new FieldError("step", $"must leave at most {MetricQuery.MostPoints} points between startTime and endTime")]));
    }
}
