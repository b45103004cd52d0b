using System.Diagnostics;
using System.Globalization;
using Pdp.Simulation.Story;

namespace Pdp.Simulation.Cli;

/// <summary>What came of many seeds, for people.</summary>
internal sealed class Report(string? bug)
{
    private const int MostShown = 10;

    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly SortedDictionary<string, (long Times, int Seeds)> _covered = new(StringComparer.Ordinal);
    private readonly List<PlayResult> _bad = [];
    private TimeSpan _simulated;
    private int _played;

    /// <summary>Whether every rule held in every seed.</summary>
    public bool IsGood => _bad.Count == 0;

    public void Add(PlayResult result)
    {
        _played++;
        _simulated += result.Simulated;
        if (!result.IsGood) _bad.Add(result);
        foreach (var (what, times) in result.Covered)
        {
            var (before, seeds) = _covered.GetValueOrDefault(what);
            _covered[what] = (before + times, seeds + 1);
        }
    }

    public void Print(TextWriter to)
    {
        var took = Stopwatch.GetElapsedTime(_started);
        to.WriteLine("What was met, how often, and in how many seeds:");
        foreach (var (what, (times, seeds)) in _covered) to.WriteLine(Invariant($"  {what,-44} {times,10} {seeds,8}"));
        to.WriteLine();
        foreach (var bad in _bad.OrderBy(bad => bad.Seed).Take(MostShown)) PrintBad(to, bad);
        to.WriteLine(Invariant(
            $"{_played} seeds, {_bad.Count} broke a rule; {took.TotalSeconds:F1} s, {_played / took.TotalSeconds:F1} seeds and {_simulated.TotalHours / took.TotalSeconds:F2} simulated hours a second."));
    }

    private void PrintBad(TextWriter to, PlayResult bad)
    {
        to.WriteLine($"Seed {bad.Seed} broke a rule; again: --seed {bad.Seed}{(bug is null ? "" : $" --bug {bug}")}");
        if (bad.Defect is { } defect) to.WriteLine($"  {defect.Split('\n')[0]}");
        foreach (var violation in bad.Violations.Take(3)) to.WriteLine($"  {violation.Message.Split('\n')[0]}");
        to.WriteLine();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
