using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile;

/// <summary>A manual task and its runs.</summary>
public sealed class TaskRunTests(TestCluster cluster) : AgentTest(cluster)
{
    private string RunId => $"{Id}-run";

    [Fact]
    public async Task A_run_is_one_job_of_its_task_and_ends_with_it()
    {
        await using var seen = await SeenJobs.StartAsync(Cluster, RunId);
        await Agent.PutAsync(TaskDocuments.Task(Plane, Id, 1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        Assert.Empty(await Cluster.OfIntentAsync("v1", "Pod", Id));

        await Agent.PutAsync(TaskDocuments.Run(Plane, RunId, Id, 1));
        var status = await Agent.PhaseAsync(RunId, IntentPhase.Healthy, 1);

        var run = Assert.Single(status.Runs);
        Assert.Equal((RunOutcome.Succeeded, true), (run.Outcome, run.FinishedAt >= run.StartedAt));
        var job = await Cluster.OneAsync("batch/v1", "Job", RunId);
        Assert.Equal(run.Name, job.Name);
        Assert.Empty(job.GetObject("metadata")!["finalizers"]?.AsArray() ?? []);
        var container = job.GetObjects("spec", "template", "spec", "containers").Single();
        Assert.Equal("other", container["args"]![0]!.ToString());
        var task = await Agent.StatusAsync(Id, s => s.Runs is [{ Outcome: RunOutcome.Succeeded }]);
        Assert.Equal(run, Assert.Single(task.Runs));
        Assert.Equal(1, seen.Count);
    }

    [Fact]
    public async Task A_run_is_never_begun_again_whatever_becomes_of_its_job_its_document_and_its_task()
    {
        await using var seen = await SeenJobs.StartAsync(Cluster, RunId);
        await Agent.PutAsync(TaskDocuments.Task(Plane, Id, 1));
        await Agent.PutAsync(TaskDocuments.Run(Plane, RunId, Id, 1));
        await Agent.PhaseAsync(RunId, IntentPhase.Healthy, 1);

        await Cluster.DeleteAsync(await Cluster.OneAsync("batch/v1", "Job", RunId));
        await Until.TrueAsync(async () => (await Cluster.OfIntentAsync("batch/v1", "Job", RunId)).Count == 0);
        await Agent.PutAsync(TaskDocuments.Run(Plane, RunId, Id, 1));
        await Agent.PutAsync(TaskDocuments.Run(Plane, RunId, Id, 2, "yet another"));
        await Agent.PhaseAsync(RunId, IntentPhase.Healthy, 2);
        await Agent.PutAsync(TaskDocuments.Task(Plane, Id, 2, "registry.example/task:2"));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 2);
        await QuietAsync();

        Assert.Equal(1, seen.Count);
        Assert.Equal(RunOutcome.Succeeded, Assert.Single(Agent.Journal.Find(RunId)!.Status.Runs).Outcome);
        Assert.Equal(RunOutcome.Succeeded, Assert.Single(Agent.Journal.Find(Id)!.Status.Runs).Outcome);
    }

    [Fact]
    public async Task A_run_waits_for_its_task()
    {
        await Agent.PutAsync(TaskDocuments.Run(Plane, RunId, Id, 1));
        var waiting = await Agent.PhaseAsync(RunId, IntentPhase.Waiting, 1);
        Assert.Equal(FailureReason.DependencyNotReady, waiting.Reason);
        Assert.Contains($"{Id} does not exist on this plane", waiting.Message, StringComparison.Ordinal);

        await Agent.PutAsync(TaskDocuments.Task(Plane, Id, 1));
        await Agent.PhaseAsync(RunId, IntentPhase.Healthy, 1);
    }

    [Fact]
    public async Task What_is_no_manual_task_is_not_run()
    {
        await Agent.PutAsync(Plane.Component(Id, 1));
        await Agent.PutAsync(TaskDocuments.Run(Plane, RunId, Id, 1));
        var refused = await Agent.PhaseAsync(RunId, IntentPhase.Refused, 1);
        Assert.Contains("spec.task: must be the intent of a component of type manualTask", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_removed_leaves_nothing_but_its_record()
    {
        await Agent.PutAsync(TaskDocuments.Task(Plane, Id, 1));
        await Agent.PutAsync(TaskDocuments.Run(Plane, RunId, Id, 1));
        await Agent.PhaseAsync(RunId, IntentPhase.Healthy, 1);
        await Agent.StatusAsync(Id, s => s.Runs is [{ Outcome: RunOutcome.Succeeded }]);

        await Agent.Intake.RemoveAsync(Plane.Removal(RunId, 2), Ct);
        await Until.TrueAsync(() => Agent.Journal.Find(RunId) is null);
        await QuietAsync();

        Assert.Empty(await Cluster.OfIntentAsync("batch/v1", "Job", RunId));
        Assert.Empty(await Cluster.OfIntentAsync("v1", "ConfigMap", RunId));
        Assert.Equal(RunOutcome.Succeeded, Assert.Single(Agent.Journal.Find(Id)!.Status.Runs).Outcome);
    }
}
