using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.Core.Policy;
using Pdp.Core.Policy.Model;
using Pdp.Core.Ports;
using Pdp.Daemon.Policy;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile.Operations;

/// <summary>What the customer's maintenance window lets through, and what goes on all the time.</summary>
public sealed class WindowTests(TestCluster cluster) : AgentTest(cluster)
{
    // Open for a minute, half a year from now.
    private static readonly MaintenanceWindow _closed = new($"0 0 1 {((TimeProvider.System.GetUtcNow().Month + 5) % 12) + 1} *", 1);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Agent.PutAsync(Plane.Component(Id, 1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        await QuietAsync();
    }

    [Fact]
    public async Task Outside_a_new_rollout_waits_and_drift_is_repaired_and_inside_it_goes_on()
    {
        Close();
        await Agent.PutAsync(Plane.Component(Id, 2, spec => spec.WithImage("registry.example/app:2", "r2")));
        var waiting = await Agent.PhaseAsync(Id, IntentPhase.Waiting, 2);
        Assert.Equal((FailureReason.OutsideWindow, 1L), (waiting.Reason, waiting.RunningGeneration));
        Assert.Contains("the maintenance window is closed until 20", waiting.Message, StringComparison.Ordinal);

        await Cluster.EditAsync(await Cluster.OneAsync("apps/v1", "Deployment", Id), """{"spec":{"replicas":5}}""");
        await Agent.StatusAsync(Id, s => s.Drift.Count == 1 && s.Phase == IntentPhase.Waiting);
        Assert.Equal("registry.example/app:1", await ImageAsync());

        Open();
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 2);
        Assert.Equal("registry.example/app:2", await ImageAsync());
    }

    [Fact]
    public async Task What_is_healthy_stays_so_when_the_window_closes()
    {
        Close();
        await LookAgainAsync();
        Assert.Equal(IntentPhase.Healthy, Agent.Journal.Find(Id)!.Status.Phase);
    }

    [Fact]
    public async Task A_rollback_never_waits()
    {
        await Agent.PutAsync(Plane.Component(Id, 2, spec => spec.WithImage("registry.example/broken:2", "r2") with { Rollout = new RolloutSpec(DeadlineSeconds: 5) }));
        await Agent.StatusAsync(Id, s => s is { ObservedGeneration: 2, Rollout.Updated: > 0 });
        Close();

        await Agent.PhaseAsync(Id, IntentPhase.RolledBack, 2);
        await Until.TrueAsync(async () => await ImageAsync() == "registry.example/app:1");
    }

    [Fact]
    public async Task The_customer_lets_one_generation_through_and_no_other()
    {
        Close();
        await Agent.PutAsync(Plane.Component(Id, 2, spec => spec.WithImage("registry.example/app:2", "r2")));
        await Agent.PhaseAsync(Id, IntentPhase.Waiting, 2);

        await LetThroughAsync(2);
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 2);

        await Agent.PutAsync(Plane.Component(Id, 3, spec => spec.WithImage("registry.example/app:3", "r3")));
        await Agent.PhaseAsync(Id, IntentPhase.Waiting, 3);
        Assert.Equal("registry.example/app:2", await ImageAsync());
    }

    [Theory]
    [InlineData(ComponentState.Suspended, IntentPhase.Suspended)]
    [InlineData(ComponentState.Undeployed, IntentPhase.Undeployed)]
    public async Task Suspending_and_undeploying_wait_too_and_what_is_so_stays_so(ComponentState state, IntentPhase phase)
    {
        Close();
        await Agent.PutAsync(Plane.Component(Id, 2, spec => spec with { State = state }));
        await Agent.PhaseAsync(Id, IntentPhase.Waiting, 2);
        Assert.Equal(1, (await Cluster.OneAsync("apps/v1", "Deployment", Id)).GetInt64("spec", "replicas"));

        Open();
        await Agent.PhaseAsync(Id, phase, 2);
        Close();
        await LookAgainAsync();
        Assert.Equal(phase, Agent.Journal.Find(Id)!.Status.Phase);
    }

    [Fact]
    public async Task A_removal_waits_too()
    {
        Close();
        await Agent.RemoveAsync(Plane.Removal(Id, 2));
        await Agent.StatusAsync(Id, s => s is { Phase: IntentPhase.Waiting, Reason: FailureReason.OutsideWindow });
        Assert.Single(await Cluster.OfIntentAsync("apps/v1", "Deployment", Id));

        Open();
        await Until.TrueAsync(() => Agent.Journal.Find(Id) is null);
    }

    [Fact]
    public async Task Elsewhere_nothing_waits()
    {
        Agent.Get<CurrentPolicy>().Replace(new CustomerPolicy(PolicyRules.Default,
        [
            new ProjectRules
            {
                Places = ["*/*/production"],
                Rules = JsonNode.Parse(string.Create(CultureInfo.InvariantCulture, $$"""{"maintenance":{"windows":[{"cron":"{{_closed.Cron}}","durationMinutes":1}]} }"""))!.AsObject(),
            },
        ]));
        await Agent.PutAsync(Plane.Component(Id, 2, spec => spec.WithImage("registry.example/app:2", "r2")));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 2);
    }

    private void Close() => Replace(new MaintenanceRules { Windows = [_closed] });

    private void Open() => Replace(new MaintenanceRules());

    private void Replace(MaintenanceRules maintenance)
    {
        Agent.Get<CurrentPolicy>().Replace(new CustomerPolicy(PolicyRules.Default with { Maintenance = maintenance }, []));
        Agent.Get<IPolicyObserver>().PolicyChanged();
    }

    private async Task LetThroughAsync(long generation)
    {
        var intent = await Cluster.GetAsync("pdp.dev/v1", "Intent", Namespace, Id);
        await Cluster.EditAsync(intent!, $$"""{"metadata":{"annotations":{"pdp.dev/outside-window":"{{generation}}"} } }""");
    }

    private async Task<string?> ImageAsync() =>
        (await Cluster.OneAsync("apps/v1", "Deployment", Id)).GetObjects("spec", "template", "spec", "containers").Single().GetString("image");
}
