using Pdp.Protocol.Intents;
using static Pdp.Simulation.Crashes.RolloutSpecs;

namespace Pdp.Simulation.Crashes;

/// <summary>Every kind of rollout there is. A new strategy is a new row.</summary>
internal static class RolloutCases
{
    private static readonly RolloutSpec _recreate = Rolling with { Strategy = RolloutStrategy.Recreate };
    private static readonly RolloutSpec _tested = BlueGreen(Measure(ScriptedAnalysis.Holds), Approve("tested"));
    private static readonly RolloutSpec _switchedTooSoon = BlueGreen(Weight(100), Measure(ScriptedAnalysis.Fails));
    private static readonly RolloutSpec _tried = BlueGreen(Try(Smoke), Approve("tested")).With(fails: false);
    private static readonly RolloutSpec _triedInVain = BlueGreen(Try(Smoke)).With(fails: true);
    private static readonly RolloutSpec _triedTooLate = BlueGreen(Weight(100), Try(Smoke)).With(fails: true);
    private static readonly RolloutSpec _gradual = Canary(Weight(25), Measure(ScriptedAnalysis.Holds), Weight(75), Approve("more"), Pause(3));
    private static readonly RolloutSpec _doomed = Canary(Weight(50), Measure(ScriptedAnalysis.Fails));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<RolloutCase> All { get; } =
    [
        new("first", null, One.Secret().Public()),
        new("first-broken", null, Broken) { Ends = Ending.Undisturbed },
        new("first-overtaken", null, Broken) { Act = static status => status.Phase == IntentPhase.Progressing ? Two : null },
        new("first-given-up", null, Broken.Secret()) { Ends = Ending.Undisturbed, Act = static _ => One with { State = ComponentState.Undeployed } },
        new("rolling", One, Two),
        new("rolling-back", One, Broken) { Ends = Ending.LastGood },
        new("recreate", One.By(_recreate), Two.By(_recreate)),
        new("recreate-back", One.By(_recreate), Broken.By(_recreate)) { Ends = Ending.LastGood },
        new("pruning", One.Secret().Public().Admin(), Two.Bare()),
        new("pruning-back", One.Secret().Public().Admin(), Broken.Bare()) { Ends = Ending.LastGood },
        new("secrets", One, Two.Secret()),
        new("secrets-back", One.Secret(), Broken.Secret()) { Ends = Ending.LastGood },
        new("rotation", One.Secret(), null) { Rotates = true },
        new("migration", Migrations.Release("one", fails: false), Migrations.Release("two", fails: false)),
        new("migration-back", Migrations.Release("one", fails: false), Migrations.Release("two", fails: true)) { Ends = Ending.LastGood },
        new("blue-green", One.By(_tested), Two.By(_tested)) { Act = Approves(Two.By(_tested)) },
        new("blue-green-back", One.By(_tested), Broken.By(_tested)) { Ends = Ending.LastGood },
        new("blue-green-switched-back", One.By(_switchedTooSoon), Two.By(_switchedTooSoon)) { Ends = Ending.LastGood },
        new("blue-green-aborted", One.By(_tested), Two.By(_tested)) { Ends = Ending.LastGood, Act = Aborts(Two.By(_tested)) },
        new("blue-green-routes", One.Public().By(_tested), Two.Public().By(_tested)) { Act = Approves(Two.Public().By(_tested)) },
        new("blue-green-tried", One.By(_tried), Two.By(_tried)) { Act = Approves(Two.By(_tried)) },
        new("blue-green-tried-in-vain", One.Public().By(_triedInVain), Two.Public().By(_triedInVain)) { Ends = Ending.LastGood },
        new("blue-green-tried-too-late", One.By(_triedTooLate), Two.By(_triedTooLate)) { Ends = Ending.LastGood },
        new("canary", One.By(_gradual), Two.By(_gradual)) { Act = Approves(Two.By(_gradual)) },
        new("canary-aborted", One.By(_gradual), Two.By(_gradual)) { Ends = Ending.LastGood, Act = Aborts(Two.By(_gradual)) },
        new("canary-failed", One.Secret().By(_doomed), Two.Secret().By(_doomed)) { Ends = Ending.LastGood },
        new("canary-routes", One.Public().By(_gradual), Two.Public().By(_gradual)) { Act = Approves(Two.Public().By(_gradual)) },
        new("canary-routes-failed", One.Public().By(_doomed), Two.Public().By(_doomed)) { Ends = Ending.LastGood },
        new("steps-taken-up", One, Two.By(_gradual)) { Act = Approves(Two.By(_gradual)) },
        new("steps-given-up", One.By(_gradual), Two),
        new("suspended", One, One with { State = ComponentState.Suspended }) { Ends = Ending.Undisturbed },
        new("removed", One.Secret().Public().Admin(), null) { Removes = true, Ends = Ending.Undisturbed },
    ];

    /// <summary>The one of that name; random ones are named by their seed.</summary>
    public static RolloutCase? Find(string name) => RandomRollout.SeedOf(name) is { } seed ? RandomRollout.Of(seed) : All.FirstOrDefault(one => one.Name == name);

    /// <summary>Approves whatever the rollout waits for.</summary>
    public static Func<IntentStatus, IntentSpec?> Approves(ComponentSpec spec) => status => Waits(status, spec) is ({ } approval, { } revision)
        ? spec.By(spec.Rollout with { Approvals = [new RolloutApproval { Name = approval, Revision = revision }] })
        : null;

    /// <summary>Aborts where the rollout waits for an approval.</summary>
    public static Func<IntentStatus, IntentSpec?> Aborts(ComponentSpec spec) => status => Waits(status, spec) is (not null, { } revision)
        ? spec.By(spec.Rollout with { Abort = revision })
        : null;

    private static (string? Approval, string? Revision) Waits(IntentStatus status, ComponentSpec spec)
    {
        if (status.Rollout is not { ReadySince: not null, Step: { } done, Revision: { } revision }) return default;
        var steps = Core.Rollout.Steps.RolloutPath.Of(spec.Rollout).Steps;
        return (done < steps.Count ? steps[done].Approval : null, revision);
    }
}
