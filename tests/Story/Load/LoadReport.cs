using System.Globalization;

namespace Pdp.Story.Load;

/// <summary>What became of the requests.</summary>
/// <param name="Requests">How many were made.</param>
/// <param name="Failures">How many did not get a 2xx answer in time.</param>
/// <param name="FirstFailures">The first few, each with when and why.</param>
/// <param name="Versions">Answers by the version that gave them.</param>
/// <param name="Median">Time of the middle request.</param>
/// <param name="Percentile99">Time that 99 of 100 stayed under.</param>
/// <param name="Longest">Time of the slowest.</param>
public sealed record LoadReport(
    int Requests,
    int Failures,
    IReadOnlyList<string> FirstFailures,
    IReadOnlyDictionary<string, int> Versions,
    TimeSpan Median,
    TimeSpan Percentile99,
    TimeSpan Longest)
{
    /// <summary>Throws unless every request was answered and there were enough of them to mean something.</summary>
    /// <exception cref="StoryException">Names the first failures.</exception>
    public void MustBeClean(int least)
    {
        if (Failures > 0)
        {
            throw new StoryException($"{Failures} of {Requests} requests failed: {string.Join("; ", FirstFailures)}");
        }

        if (Requests < least)
        {
            throw new StoryException($"only {Requests} requests were made, at least {least} were meant");
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Requests} requests, {Failures} failed, p50 {Median.TotalMilliseconds:0.0} ms, p99 {Percentile99.TotalMilliseconds:0.0} ms, " +
        $"slowest {Longest.TotalMilliseconds:0} ms, answered by {string.Join(" and ", Versions.Select(version => $"{version.Key} ({version.Value})"))}");
}
