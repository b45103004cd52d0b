using System.Globalization;
using Pdp.Protocol.Intents;
using Pdp.Simulation.Engine;
using static Pdp.Simulation.Crashes.RolloutSpecs;

namespace Pdp.Simulation.Crashes;

/// <summary>A rollout made of a seed: any strategy, any steps, good, broken, measured to fail or aborted; and where the agent dies in it.</summary>
internal static class RandomRollout
{
    private const string Prefix = "random-";
    private const int MostDeaths = 4;
    private const int LastWrite = 10;

    /// <summary>The name of a seed's rollout.</summary>
    public static string NameOf(ulong seed) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{seed}");

    /// <summary>The seed in a name; null when it is none of these.</summary>
    public static ulong? SeedOf(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && ulong.TryParse(name.AsSpan(Prefix.Length), CultureInfo.InvariantCulture, out var seed) ? seed : null;

    /// <summary>The rollout of a seed.</summary>
    public static RolloutCase Of(ulong seed)
    {
        var dice = new Dice(seed).Fork("rollout");
        var isBroken = dice.Happens(0.2);
        var isAborted = dice.Happens(0.2);
        var (first, second) = (Any(dice, One), Any(dice, isBroken ? Broken : Two));
        var steps = second.Rollout.HasSteps() ? second.Rollout.Steps : [];
        // The first step that ends it decides; an approval is where it is aborted.
        var end = steps.FirstOrDefault(step => step.Analysis?.Contains(ScriptedAnalysis.Fails) == true || (step.Test is not null && IsBad(second.Rollout)) || (isAborted && step.Approval is not null));
        return new RolloutCase(NameOf(seed), first, second)
        {
            Ends = isBroken || end is not null ? Ending.LastGood : Ending.New,
            Act = isAborted ? RolloutCases.Aborts(second) : RolloutCases.Approves(second),
        };
    }

    /// <summary>Where the agent dies, one death after another.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="play">Which play of it.</param>
    public static IReadOnlyList<KillPoint> Deaths(ulong seed, int play)
    {
        var dice = new Dice(seed).Fork(string.Create(CultureInfo.InvariantCulture, $"deaths {play}"));
        return [.. Enumerable.Range(0, 1 + dice.Below(MostDeaths)).Select(_ => new KillPoint(1 + dice.Below(LastWrite), dice.Happens(0.5)))];
    }

    private static bool IsBad(RolloutSpec rollout) => rollout.Tests.Any(test => test.Image.Contains(Story.Documents.BadTag, StringComparison.Ordinal));

    private static ComponentSpec Any(Dice dice, ComponentSpec spec)
    {
        var any = spec with { Replicas = 1 + dice.Below(5) };
        if (dice.Happens(0.3)) any = any.Secret();
        if (dice.Happens(0.4)) any = any.Public();
        return any.By(dice.Below(4) switch
        {
            0 => Rolling,
            1 => Rolling with { Strategy = RolloutStrategy.Recreate },
            2 => AnyBlueGreen(dice),
            _ => AnyCanary(dice, 1 + dice.Below(50)),
        });
    }

    private static RolloutSpec AnyBlueGreen(Dice dice)
    {
        var steps = Steps(dice, 0, [100]).ToList();
        if (!dice.Happens(0.5)) return BlueGreen(steps);
        steps.Insert(dice.Below(steps.Count + 1), Try(Smoke));
        return BlueGreen(steps).With(fails: dice.Happens(0.3));
    }

    private static RolloutSpec AnyCanary(Dice dice, int first) => Canary([Weight(first), .. Steps(dice, first, [20, 60, 90, 100])]);

    private static IReadOnlyList<RolloutStep> Steps(Dice dice, int least, IReadOnlyList<int> weights)
    {
        var steps = new List<RolloutStep>();
        for (var left = dice.Below(5); left > 0; left--)
        {
            var step = dice.Below(6) switch
            {
                0 => Pause(1 + dice.Below(20)),
                1 => Measure(ScriptedAnalysis.Holds),
                2 when dice.Happens(0.3) => Measure(ScriptedAnalysis.Fails),
                3 when steps.TrueForAll(s => s.Approval is null) => Approve("go"),
                _ => Weight(dice.Of(weights)),
            };
            if (step.Weight is { } weight && weight <= least) continue;
            least = step.Weight ?? least;
            steps.Add(step);
        }
        return steps;
    }
}
