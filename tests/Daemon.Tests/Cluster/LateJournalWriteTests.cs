using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Daemon.Cluster.Intents;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Verbs;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Cluster;

/// <summary>Writes of the journal that nobody answered, and that land after everything has gone on without them.</summary>
public sealed class LateJournalWriteTests(TestCluster cluster) : AgentTest(cluster)
{
    [Fact]
    public async Task An_intent_that_lands_after_its_removal_goes_again()
    {
        await HealthyAsync();
        var late = (JsonObject)(await Cluster.GetAsync("pdp.dev/v1", "Intent", Namespace, Id))!.DeepClone();
        await Agent.RemoveAsync(Plane.Removal(Id, 2));
        await Until.TrueAsync(() => Agent.Journal.Find(Id) is null);
        await using var told = Agent.Get<IStatusFeed>().ReadAsync(100, Ct).GetAsyncEnumerator(Ct);
        var news = told.MoveNextAsync().AsTask();

        late.Remove("status");
        late["metadata"] = new JsonObject { ["name"] = Id, ["namespace"] = Namespace };
        await Cluster.Admin.ApplyAsync(late, new ApplyOptions { FieldManager = ManagedMetadata.FieldManager }, Ct);

        await Until.TrueAsync(async () => await Cluster.GetAsync("pdp.dev/v1", "Intent", Namespace, Id) is null);
        // Whatever the control plane was told of it meanwhile, it is told in the end that nothing is held.
        while (await news.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, Ct) && Assert.Single(told.Current).Status is not null)
            news = told.MoveNextAsync().AsTask();
        Assert.Null(Assert.Single(told.Current).Status);
    }

    [Fact]
    public async Task A_removal_stands_in_the_intent_before_its_generation_is_remembered()
    {
        await HealthyAsync();
        using var remembering = new HeldCall(Agent, call => call is { IsWrite: true, Name: RemovedIntents.Name });

        var removal = Agent.RemoveAsync(Plane.Removal(Id, 2));
        await remembering.ReachedAsync();

        // Whoever goes on from here finishes the removal, and the old generation is not even now put back.
        await Until.TrueAsync(() => Agent.Journal.Find(Id) is null);
        Assert.Equal(2, Agent.Journal.RemovedAt(Id));
        await remembering.LetGoAsync();
        Assert.True((await removal).Outcome is AckOutcome.Stored or AckOutcome.Unchanged);
        Assert.Equal(AckOutcome.Stale, (await Agent.PutAsync(Plane.Component(Id, 1))).Outcome);
    }

    [Fact]
    public async Task A_generation_is_over_once_its_removal_stands_in_the_intent()
    {
        await HealthyAsync();
        var removal = Agent.Get<IIntentVerifier>().Verify(Plane.Removal(Id, 5)).Verified!;

        // As a leader leaves it who ended before anything was remembered.
        var resource = (await Cluster.GetAsync("pdp.dev/v1", "Intent", Namespace, Id))!;
        await Cluster.Admin.ApplyAsync(
            IntentResource.WithRemoval(resource, removal), new ApplyOptions { FieldManager = ManagedMetadata.FieldManager, Force = true }, Ct);
        await Until.TrueAsync(() => Agent.Journal.Find(Id) is null or { RemovalJws: not null });

        Assert.Equal(AckOutcome.Stale, (await Agent.PutAsync(Plane.Component(Id, 4))).Outcome);
        await Until.TrueAsync(() => Agent.Journal.Find(Id) is null);
        Assert.Equal(5, Agent.Journal.RemovedAt(Id));
    }

    [Fact]
    public async Task A_status_that_lands_after_the_intent_was_looked_at_again_is_written_over()
    {
        await HealthyAsync();
        var status = Agent.Journal.Find(Id)!.Status with { Phase = IntentPhase.Progressing };

        await Cluster.Admin.ApplyAsync(
            IntentResource.WithStatus(Id, Namespace, status),
            new ApplyOptions { FieldManager = ManagedMetadata.FieldManager, Force = true, Subresource = "status" },
            Ct);

        // What is under way when it lands is of no importance: in the end the status tells the truth again.
        await Until.TrueAsync(async () =>
            (await Cluster.GetAsync("pdp.dev/v1", "Intent", Namespace, Id))?.GetString("status", "phase") == nameof(IntentPhase.Healthy));
        await QuietAsync();
        Assert.Equal(IntentPhase.Healthy, Agent.Journal.Find(Id)!.Status.Phase);
    }

    private async Task HealthyAsync()
    {
        await Agent.PutAsync(Plane.Component(Id, 1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        await QuietAsync();
    }
}
