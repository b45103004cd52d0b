using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Daemon.Cluster.Leadership;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Verbs;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Cluster;

/// <summary>
/// A leader that does not know that it was deposed: its machine was suspended right before a write was sent, and its clock stood still, so
/// that by its own reckoning it leads. Another leads meanwhile, and then the write comes.
/// </summary>
[Lasts(40)]
public sealed class FencingTests(TestCluster cluster) : IDisposable
{
    private readonly TestPlane _plane = new();
    private readonly string _id = $"fence-{Guid.NewGuid():N}"[..20];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_late_apply_of_an_object_the_new_leader_changed_is_refused()
    {
        await using var deposed = await HealthyAsync();
        using var held = Hold(deposed, call => call is { Verb: "apply", Kind: "Deployment" });
        await deposed.PutAsync(Component(2));
        await held.ReachedAsync();

        await using var leader = await TakeOverAsync(deposed);
        await leader.PutAsync(Component(3));
        await leader.PhaseAsync(_id, IntentPhase.Healthy, 3);
        await held.LetGoAsync();

        Assert.Equal("registry.example/app:3", Image(await DeploymentAsync()));
        Assert.Empty(leader.Journal.Find(_id)!.Status.Drift);
    }

    [Fact]
    public async Task A_late_apply_of_an_object_the_new_leader_found_as_it_should_be_is_refused_as_well()
    {
        await using var deposed = await HealthyAsync();
        var before = await DeploymentAsync();
        using var held = Hold(deposed, call => call is { Verb: "apply", Kind: "Deployment" });
        var edited = (JsonObject)before.DeepClone();
        edited.Remove("status");
        edited["metadata"] = new JsonObject { ["name"] = before.Name, ["namespace"] = before.Namespace };
        edited.Set(7, "spec", "replicas");
        var late = Task.Run(() => deposed.Get<IObjectCluster>().ApplyAsync(edited, before, Ct), Ct);
        await held.ReachedAsync();

        await using var leader = await TakeOverAsync(deposed);
        await ClaimedAsync(leader);
        await held.LetGoAsync();

        await Assert.ThrowsAsync<ClusterException>(() => late);
        Assert.Equal(1, (await DeploymentAsync()).GetInt64("spec", "replicas"));
        Assert.DoesNotContain(leader.Api.Writes, write => write is { Verb: "apply", Kind: "Deployment" });
    }

    [Fact]
    public async Task A_late_delete_is_refused()
    {
        await using var deposed = await HealthyAsync();
        var service = await cluster.OneAsync("v1", "Service", _id);
        using var held = Hold(deposed, call => call is { Verb: "delete", Kind: "Service" });
        var late = Task.Run(() => deposed.Get<IObjectCluster>().DeleteAsync(ManifestObject.KeyOf(service), service.Uid!, Ct), Ct);
        await held.ReachedAsync();

        await using var leader = await TakeOverAsync(deposed);
        await ClaimedAsync(leader);
        await held.LetGoAsync();

        await Assert.ThrowsAsync<ClusterException>(() => late);
        Assert.Equal(service.Uid, (await cluster.OneAsync("v1", "Service", _id)).Uid);
    }

    [Fact]
    public async Task A_late_status_is_refused()
    {
        await using var deposed = await HealthyAsync();
        var stored = deposed.Journal.Find(_id)!;
        using var held = Hold(deposed, call => call is { Verb: "apply", Kind: "Intent", Subresource: "status" });
        var late = Task.Run(() => deposed.Journal.WriteStatusAsync(stored, new IntentStatus { Phase = IntentPhase.Degraded }, Ct), Ct);
        await held.ReachedAsync();

        await using var leader = await TakeOverAsync(deposed);
        await ClaimedAsync(leader);
        await held.LetGoAsync();

        Assert.True((await Assert.ThrowsAsync<ClusterException>(() => late)).IsOutdated);
        Assert.Equal(IntentPhase.Healthy, leader.Journal.Find(_id)!.Status.Phase);
    }

    [Fact]
    public async Task A_late_create_is_found_and_pruned()
    {
        await using var deposed = await HealthyAsync();
        var token = FencingTokenOf(await DeploymentAsync());
        await deposed.KillAsync();
        await using var leader = await StartAsync();
        await ClaimedAsync(leader);
        var space = (await DeploymentAsync()).Namespace!;

        // What an agent made was applied by it; what somebody hands over by the label alone, or copied with everything on it, was not.
        await cluster.Admin.CreateAsync(Late("copied", space, token), new(), Ct);
        await cluster.Admin.CreateAsync(Late("theirs", space, null), new(), Ct);
        await LandAsync(Late("late", space, token));

        await Until.TrueAsync(async () => await cluster.GetAsync("v1", "ConfigMap", space, "late") is null);
        Assert.NotNull(await cluster.GetAsync("v1", "ConfigMap", space, "copied"));
        Assert.NotNull(await cluster.GetAsync("v1", "ConfigMap", space, "theirs"));

        await leader.Intake.RemoveAsync(_plane.Removal(_id, 2), Ct);
        await Until.TrueAsync(() => leader.Journal.Find(_id) is null);
        await cluster.NamespaceAsync(space);
        await LandAsync(Late("later", space, token));
        await Until.TrueAsync(async () => await cluster.GetAsync("v1", "ConfigMap", space, "later") is null);

        // Nor does it matter who leads by then.
        await LandAsync(Late("last", space, token));
        await leader.KillAsync();
        await using var another = await StartAsync();
        await Until.TrueAsync(async () => await cluster.GetAsync("v1", "ConfigMap", space, "last") is null, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task What_came_back_after_its_removal_and_was_then_deleted_by_hand_leaves_its_objects()
    {
        await using var leader = await HealthyAsync();
        await leader.Intake.RemoveAsync(_plane.Removal(_id, 2), Ct);
        await Until.TrueAsync(() => leader.Journal.IsOver(_id));
        await leader.PutAsync(Component(3));
        await leader.PhaseAsync(_id, IntentPhase.Healthy, 3);
        await IdleAsync(leader);

        var resource = (await cluster.GetAsync("pdp.dev/v1", "Intent", Namespace, _id))!;
        await cluster.Admin.DeleteAsync(ObjectReference.Of(resource), new DeleteOptions(), Ct);
        await Until.TrueAsync(() => leader.Journal.Find(_id) is null);
        leader.Get<Pdp.Daemon.Reconcile.ReconcileQueue>().Wake(_id);
        await IdleAsync(leader);

        Assert.False(leader.Journal.IsOver(_id));
        Assert.Equal(2, leader.Journal.RemovedAt(_id));
        Assert.Equal("registry.example/app:3", Image(await DeploymentAsync()));
    }

    [Fact]
    public async Task A_create_this_leader_had_given_up_is_found_and_pruned_as_well()
    {
        await using var leader = await HealthyAsync();
        var deployment = await DeploymentAsync();

        await LandAsync(Late("late", deployment.Namespace!, FencingTokenOf(deployment)));

        await Until.TrueAsync(async () => await cluster.GetAsync("v1", "ConfigMap", deployment.Namespace!, "late") is null);
        Assert.Equal(IntentPhase.Healthy, leader.Journal.Find(_id)!.Status.Phase);
    }

    [Fact]
    public async Task An_intent_that_comes_back_after_its_removal_is_refused()
    {
        await using var leader = await HealthyAsync();
        var resource = (await cluster.GetAsync("pdp.dev/v1", "Intent", Namespace, _id))!;
        await leader.Intake.RemoveAsync(_plane.Removal(_id, 2), Ct);
        await Until.TrueAsync(() => leader.Journal.Find(_id) is null);

        var late = (JsonObject)resource.DeepClone();
        late.Remove("status");
        late["metadata"] = new JsonObject { ["name"] = _id, ["namespace"] = Namespace };
        await cluster.Admin.CreateAsync(late, new(), Ct);

        var status = await leader.StatusAsync(_id, status => status.Phase == IntentPhase.Refused);
        Assert.Equal(FailureReason.GenerationStale, status.Reason);
        Assert.Empty(await cluster.OfIntentAsync("apps/v1", "Deployment", _id));
    }

    [Fact]
    public async Task A_leader_that_gave_the_lease_back_leaves_nothing_to_take_charge_of()
    {
        var first = await HealthyAsync();
        await first.DisposeAsync();

        await using var next = await StartAsync();
        await Until.TrueAsync(() => next.Get<ILeadership>().IsLeader);
        await next.PutAsync(Component(2));
        await next.PhaseAsync(_id, IntentPhase.Healthy, 2);

        Assert.DoesNotContain(next.Api.Writes, write => write.Verb == "patch");
    }

    [Fact]
    public async Task After_a_leader_that_died_every_object_is_taken_charge_of_once()
    {
        await using var first = await HealthyAsync();
        await first.KillAsync();
        await using var next = await StartAsync();
        await ClaimedAsync(next);

        string[] claimed = [.. next.Api.Writes.Where(write => write.Verb == "patch").Select(write => write.Kind).Order()];
        Assert.Equal(["ConfigMap", "Deployment", "Intent", "Namespace", "NetworkPolicy", "NetworkPolicy", "Secret", "Service", "ServiceAccount"], claimed);
        next.Api.Forget();
        next.Get<Pdp.Daemon.Reconcile.ReconcileQueue>().Wake(_id);
        await IdleAsync(next);
        Assert.Empty(next.Api.Writes);
        Assert.DoesNotContain(next.Api.Calls, call => call.Verb == "get");
    }

    public void Dispose() => _plane.Dispose();

    private string Namespace => $"pdp-{_id}";

    private JsonObject Late(string name, string @namespace, string? token)
    {
        var late = Workloads.ConfigMap(name);
        late.Set(@namespace, "metadata", "namespace");
        late.Set(_id, "metadata", "labels", ManagedMetadata.IntentLabel);
        if (token is null) return late;
        late.Set(token, "metadata", "annotations", ManagedMetadata.FencingTokenAnnotation);
        late.Set("hash", "metadata", "annotations", ManagedMetadata.AppliedHashAnnotation);
        return late;
    }

    private Task LandAsync(JsonObject late) =>
        cluster.Admin.ApplyAsync(late, new ApplyOptions { FieldManager = ManagedMetadata.FieldManager }, Ct);

    private string Component(long generation) =>
        _plane.Component(_id, generation, spec => spec.WithImage($"registry.example/app:{generation}", $"r{generation}"));

    private Task<TestAgent> StartAsync() => TestAgent.StartAsync(cluster, _plane, Namespace, change: services =>
        services.AddSingleton<ILeadership>(provider => new Believer(provider.GetRequiredService<LeaderLease>())));

    private async Task<TestAgent> HealthyAsync()
    {
        var agent = await StartAsync();
        await Until.TrueAsync(() => agent.Get<ILeadership>().IsLeader);
        await agent.PutAsync(Component(1));
        await agent.PhaseAsync(_id, IntentPhase.Healthy, 1);
        await IdleAsync(agent);
        return agent;
    }

    private async Task<TestAgent> TakeOverAsync(TestAgent deposed)
    {
        var before = deposed.Api.Before;
        deposed.Api.Before = call =>
        {
            if (call is { Kind: "Lease", Verb: not "get" }) throw RecordingApi.Refusal(0, "Unreachable");
            before?.Invoke(call);
        };
        var leader = await StartAsync();
        await Until.TrueAsync(() => leader.Get<LeaderLease>().IsLeader, TimeSpan.FromMinutes(1));
        return leader;
    }

    private async Task ClaimedAsync(TestAgent leader)
    {
        await Until.TrueAsync(() => leader.Get<LeaderLease>().IsLeader, TimeSpan.FromMinutes(1));
        await Until.TrueAsync(() => leader.Journal.Find(_id)?.FencingToken == leader.Get<LeaderLease>().FencingToken);
        await IdleAsync(leader);
    }

    private static async Task IdleAsync(TestAgent agent)
    {
        var queue = agent.Get<Pdp.Daemon.Reconcile.ReconcileQueue>();
        await Until.TrueAsync(() => queue.Waiting + queue.Running == 0);
    }

    private Task<JsonObject> DeploymentAsync() => cluster.OneAsync("apps/v1", "Deployment", _id);

    private static string? Image(JsonObject deployment) =>
        deployment.GetObjects("spec", "template", "spec", "containers").Single().GetString("image");

    private static string? FencingTokenOf(JsonObject obj) => obj.Annotation(ManagedMetadata.FencingTokenAnnotation);

    private static HeldCall Hold(TestAgent agent, Func<ApiCall, bool> which) => new(agent, which);

    /// <summary>Once a leader, always a leader, as a clock says that stands still.</summary>
    private sealed class Believer(LeaderLease lease) : ILeadership
    {
        private string? _token;

        public bool IsLeader => FencingToken is not null;

        public string? FencingToken => _token ??= lease.FencingToken;

        public Task ConfirmAsync(CancellationToken cancellationToken) => lease.ConfirmAsync(cancellationToken);

        public void LeaveUnsettled() => lease.LeaveUnsettled();
    }
}
