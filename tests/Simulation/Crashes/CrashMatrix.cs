using Pdp.Simulation.Bugs;
using Pdp.Simulation.Engine;
using Pdp.Simulation.Processes;

namespace Pdp.Simulation.Crashes;

/// <summary>
/// Plays a rollout once without a death; then once for each write of it with a death before, and once with a death after it. A random rollout is
/// played some times, with several deaths each.
/// </summary>
internal sealed class CrashMatrix
{
    private const int RandomPlays = 4;

    private readonly RolloutCase _case;
    private readonly AgentSetup _setup;
    private readonly List<string> _findings = [];
    private readonly EndState _expected;
    private readonly string? _status;
    private readonly IReadOnlyList<IReadOnlyList<KillPoint>> _points;
    private int _plays;
    private int _deaths;

    private CrashMatrix(RolloutCase rollout, AgentSetup setup)
    {
        (_case, _setup) = (rollout, setup);
        // A bug that is planted must not be in what is expected.
        using var undisturbed = RolloutPlay.Run(rollout, [], new AgentSetup());
        _status = undisturbed.End!.Status;
        _expected = rollout.Ends switch
        {
            Ending.New => RolloutPlay.Install(rollout, undisturbed.Newest),
            Ending.LastGood => undisturbed.Before!,
            _ => undisturbed.End,
        };
        _points = RandomRollout.SeedOf(rollout.Name) is { } seed
            ? [.. Enumerable.Range(0, RandomPlays).Select(play => RandomRollout.Deaths(seed, play))]
            : [.. Every(undisturbed.Killer)];
    }

    /// <summary>Plays all of a rollout.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="bug">Name of a planted bug; null for none.</param>
    /// <exception cref="SpinningException">The code is caught in a loop; the process is of no use any more.</exception>
    public static CrashResult Play(string name, string? bug = null)
    {
        try
        {
            var matrix = new CrashMatrix(RolloutCases.Find(name)!, CrashBug.Plant(bug));
            matrix.Try([]);
            foreach (var points in matrix._points) matrix.Try(points);
            return new CrashResult(name, matrix._plays, matrix._deaths, matrix._findings);
        }
        catch (InvalidOperationException broken)
        {
            return new CrashResult(name, 0, 0, [$"{name} cannot be played at all: {broken.Message}"]);
        }
    }

    /// <summary>Plays one cell of it and tells all that happens.</summary>
    public static CrashResult Replay(string name, IReadOnlyList<KillPoint> points, string? bug, Action<string> reader)
    {
        var matrix = new CrashMatrix(RolloutCases.Find(name)!, CrashBug.Plant(bug));
        matrix.Try(points, reader);
        return new CrashResult(name, matrix._plays, matrix._deaths, matrix._findings);
    }

    private static IEnumerable<IReadOnlyList<KillPoint>> Every(Killer undisturbed) =>
    [
        .. Enumerable.Range(1, undisturbed.Sent).Select(write => new[] { new KillPoint(write, IsAfter: false) }),
        .. Enumerable.Range(1, undisturbed.Done).Select(write => new[] { new KillPoint(write, IsAfter: true) }),
    ];

    private void Try(IReadOnlyList<KillPoint> points, Action<string>? reader = null)
    {
        _plays++;
        try
        {
            using var play = RolloutPlay.Run(_case, points, _setup, reader);
            _deaths += play.Killer.Deaths;
            foreach (var difference in play.End!.Differences(_expected)) Find(points, difference);
            foreach (var job in play.RunTwice) Find(points, $"{job} ran more than once");
            if (play.End.Status != _status) Find(points, $"the status is\n    {play.End.Status}\n  and has to be\n    {_status}");
        }
        catch (InvalidOperationException broken)
        {
            Find(points, broken.Message);
        }
    }

    private void Find(IReadOnlyList<KillPoint> points, string what) =>
        _findings.Add($"{_case.Name} --at {(points.Count == 0 ? "nowhere" : string.Join(',', points))}: {what}");
}
