using System.Text.Json.Nodes;
using Pdp.Core.Rollout;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile;

/// <summary>The first revision is written down once, before anything of it is made, and is a way back from when it has run.</summary>
public sealed class FirstRolloutTests(TestCluster cluster) : AgentTest(cluster)
{
    private const string Broken = "registry.example/broken:1";

    [Fact]
    public async Task Whoever_goes_on_with_it_gives_it_no_more_time_and_knows_what_was_to_be_made()
    {
        Agent.Api.Before = call =>
        {
            if (call is { Verb: "apply", Kind: "Deployment" } or { Subresource: "status" }) throw new OperationCanceledException("dead");
        };
        await Agent.PutAsync(Plane.Component(Id, 1));
        await Until.TrueAsync(() => Agent.Api.Calls.Any(call => call is { Verb: "apply", Kind: "Deployment" }));
        var began = (await Agent.Get<IRevisionStore>().RecallAsync(Agent.Journal.Find(Id)!, Ct)).Status;
        Assert.Empty(Agent.Journal.Find(Id)!.Status.Inventory);
        await Agent.KillAsync();

        Agent = await TestAgent.StartAsync(Cluster, Plane, Namespace);
        var status = await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);

        Assert.Equal(began.Rollout!.StartedAt, status.Rollout!.StartedAt);
        Assert.Equal(began.Inventory, status.Inventory);
        Assert.Empty(status.Drift);
    }

    [Fact]
    public async Task What_never_ran_is_no_way_back()
    {
        await Agent.PutAsync(Plane.Component(Id, 1, spec => Short(spec.WithImage(Broken, "r1"))));
        await Agent.PhaseAsync(Id, IntentPhase.Degraded, 1);

        await Agent.PutAsync(Plane.Component(Id, 2, spec => Short(spec.WithImage(Broken, "r2"))));
        var status = await Agent.PhaseAsync(Id, IntentPhase.Degraded, 2);

        Assert.Contains("there is no earlier revision to go back to", status.Message, StringComparison.Ordinal);
        Assert.Null(await Agent.Get<IRevisionStore>().KeptAsync(Agent.Journal.Find(Id)!, Ct));
        Assert.Null(await Agent.Get<IRevisionStore>().FindAsync(Agent.Journal.Find(Id)!, Ct));
    }

    [Fact]
    public async Task An_agent_that_does_not_know_of_beginnings_takes_one_for_no_revision()
    {
        await Agent.PutAsync(Plane.Component(Id, 1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);

        var secret = await SecretAsync();
        Assert.Null(secret.Annotation("pdp.dev/generation"));
        Assert.Equal("1", secret.Annotation("pdp.dev/begun"));
    }

    [Fact]
    public async Task It_stays_the_way_back_when_something_else_is_said_to_run()
    {
        await Agent.PutAsync(Plane.Component(Id, 1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        await Agent.PutAsync(Plane.Component(Id, 2, spec => spec with { State = ComponentState.Suspended }));
        await Agent.PhaseAsync(Id, IntentPhase.Suspended, 2);
        Assert.Equal("1", (await SecretAsync()).Annotation("pdp.dev/generation"));

        await Agent.PutAsync(Plane.Component(Id, 3, spec => Short(spec.WithImage(Broken, "r3"))));
        var status = await Agent.StatusAsync(Id, status => status is { Phase: IntentPhase.RolledBack, RunningGeneration: 1 });

        Assert.Equal(3, status.FailedGeneration);
    }

    [Fact]
    public async Task How_far_it_is_is_told_though_nothing_but_its_beginning_was_written_down()
    {
        await Agent.PutAsync(Plane.Component(Id, 1, spec => spec.WithImage(Broken, "r1")));

        var status = await Agent.StatusAsync(Id, status => status is { Phase: IntentPhase.Progressing, ObservedGeneration: 1 });

        Assert.NotEmpty(status.Inventory);
        Assert.NotNull(status.Rollout);
    }

    private static ComponentSpec Short(ComponentSpec spec) => spec with { Rollout = new RolloutSpec { DeadlineSeconds = 5 } };

    private async Task<JsonObject> SecretAsync() => (await Cluster.GetAsync("v1", "Secret", Namespace, $"pdp-revision-{Id}"))!;
}
