using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile;

/// <summary>The API server says no, or nothing.</summary>
public sealed class ClusterTroubleTests(TestCluster cluster) : AgentTest(cluster)
{
    [Fact]
    public async Task A_cluster_that_is_away_for_a_while_is_tried_again_until_it_is_back()
    {
        await Agent.PutAsync(Plane.Component(Id, 1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        var refused = 0;
        Agent.Api.Before = call =>
        {
            if (call.IsWrite && call.Kind != "Intent" && Interlocked.Increment(ref refused) > 0)
                throw RecordingApi.Refusal(0, "Unreachable");
        };

        await Cluster.DeleteAsync(await Cluster.OneAsync("v1", "Service", Id));
        await Until.TrueAsync(() => Volatile.Read(ref refused) >= 3);
        Agent.Api.Before = null;

        await Agent.StatusAsync(Id, status => status.Drift.Count > 0 && status.Phase == IntentPhase.Healthy);
        Assert.Single(await Cluster.OfIntentAsync("v1", "Service", Id));
    }

    [Theory]
    [InlineData(403, "Forbidden", FailureReason.Forbidden)]
    [InlineData(409, "Conflict", FailureReason.Conflict)]
    public async Task What_may_pass_is_told_and_tried_again(int code, string reason, FailureReason expected)
    {
        Agent.Api.Before = call =>
        {
            if (call is { Verb: "apply", Kind: "Service" }) throw RecordingApi.Refusal(code, reason, "said no");
        };
        await Agent.PutAsync(Plane.Component(Id, 1));

        var status = await Agent.StatusAsync(Id, s => s.Reason == expected);
        Assert.Equal(IntentPhase.Progressing, status.Phase);
        Assert.Contains("said no", status.Message, StringComparison.Ordinal);
        Assert.Contains(status.Resources, r => r is { Object.Kind: "Service", Action: ApplyAction.Failed });

        Agent.Api.Before = null;
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
    }

    [Fact]
    public async Task What_the_server_calls_invalid_goes_back_at_once()
    {
        await Agent.PutAsync(Plane.Component(Id, 1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        var started = TimeProvider.System.GetTimestamp();
        Agent.Api.Before = call =>
        {
            if (call is not { Verb: "apply", Kind: "Deployment" }) return;
            Agent.Api.Before = null;
            throw RecordingApi.Refusal(422, "Invalid", "spec.x: not so");
        };

        await Agent.PutAsync(Plane.Component(Id, 2, spec => spec.WithImage("registry.example/app:2", "r2")));

        var status = await Agent.StatusAsync(Id, s => s is { Phase: IntentPhase.RolledBack, RunningGeneration: 1 });
        Assert.Equal(FailureReason.ObjectInvalid, status.Reason);
        Assert.Contains("not so", status.Message, StringComparison.Ordinal);
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(20), "long before the deadline of 30 s");
    }

    [Fact]
    public async Task An_object_that_is_somebody_elses_is_not_taken_over()
    {
        await Agent.PutAsync(Plane.Component(Id, 1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        var space = (await Cluster.OneAsync("v1", "Service", Id)).Namespace!;
        var theirs = Workloads.ConfigMap("shared", "theirs");
        theirs.Set(space, "metadata", "namespace");
        await Cluster.Admin.CreateAsync(theirs, new(), Ct);

        var metadata = Plane.Metadata($"{Id}-m", 1) with { Project = Id };
        await Agent.PutAsync(Plane.Sign(metadata, TestPlane.ManifestsOf(Workloads.ConfigMap("shared", "ours"))));

        var status = await Agent.StatusAsync($"{Id}-m", s => s.Reason == FailureReason.Conflict);
        Assert.Contains("was not made by the agent", status.Message, StringComparison.Ordinal);
        var there = (await Cluster.GetAsync("v1", "ConfigMap", space, "shared"))!;
        Assert.Equal("theirs", there.GetString("data", "value"));

        // Handed over, as the message says.
        await Cluster.EditAsync(there, $$"""{"metadata":{"labels":{"pdp.dev/intent":"{{Id}}-m"} } }""");
        await Agent.PhaseAsync($"{Id}-m", IntentPhase.Healthy, 1);
        Assert.Equal("ours", (await Cluster.GetAsync("v1", "ConfigMap", space, "shared"))!.GetString("data", "value"));
    }

    [Fact]
    public async Task A_status_that_cannot_be_written_is_written_later()
    {
        var refused = 0;
        Agent.Api.Before = call =>
        {
            if (call.Subresource == "status" && Interlocked.Increment(ref refused) <= 3) throw RecordingApi.Refusal(500, "InternalError");
        };

        await Agent.PutAsync(Plane.Component(Id, 1));

        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        Assert.True(refused > 3);
    }
}
