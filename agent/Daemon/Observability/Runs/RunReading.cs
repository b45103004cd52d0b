using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Core.Runs;
using Pdp.Daemon.Cluster.Objects;
using Pdp.Daemon.Documents;
using Pdp.Kubernetes.Objects;
using Pdp.PlaneStore.Runs;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Observability.Runs;

/// <summary>Reads the runs there are: from the Jobs, and from what the status remembers of those that are gone.</summary>
internal sealed class RunReading(HeldDocuments documents, IIntentStore journal, IRunJobs jobs, KindFollowers followers, TimeProvider time)
{
    private static readonly string[] _jobLabels = ["batch.kubernetes.io/job-name", "job-name"];

    /// <summary>All runs of all tasks.</summary>
    /// <exception cref="ClusterException">The cluster cannot be read.</exception>
    public async Task<IReadOnlyList<TaskRun>> ReadAsync(CancellationToken cancellationToken)
    {
        var runs = new List<TaskRun>();
        foreach (var intent in documents.All())
        {
            if (TaskOf(intent) is { } task) runs.AddRange(await OfAsync(intent, task, cancellationToken));
        }
        return runs;
    }

    // A scheduled task has its runs itself; each of a manual one's is an intent of its own.
    private (string Component, RunTrigger Trigger)? TaskOf(TypedIntent intent) => intent.Spec switch
    {
        ComponentSpec { Type: ComponentType.ScheduledTask } when intent.Metadata.Component is { } component => (component, RunTrigger.Schedule),
        TaskRunSpec when (documents.Find(intent.TaskId!)?.Metadata.Component ?? intent.Metadata.Component) is { } component => (component, RunTrigger.Manual),
        _ => null,
    };

    private async Task<IEnumerable<TaskRun>> OfAsync(TypedIntent intent, (string Component, RunTrigger Trigger) task, CancellationToken cancellationToken)
    {
        var live = await jobs.OfAsync(intent.Metadata.Id, cancellationToken);
        var known = journal.Find(intent.Metadata.Id)?.Status.Runs ?? [];
        return RunHistory.Next(known, live, time.GetUtcNow()).Select(run => Run(run, live.FirstOrDefault(job => job.Name == run.Name), intent, task));
    }

    private TaskRun Run(RunRecord run, JsonObject? job, TypedIntent intent, (string Component, RunTrigger Trigger) task) => new()
    {
        Id = run.Name,
        Organization = intent.Metadata.Organization,
        Project = intent.Metadata.Project,
        Environment = intent.Metadata.Environment,
        Component = task.Component,
        Trigger = task.Trigger,
        Release = job?.Label("app.kubernetes.io/version") ?? "",
        Revision = job?.GetString("spec", "template", "metadata", "labels", ManagedMetadata.RevisionLabel) ?? "",
        Outcome = run.Outcome,
        StartedAt = run.StartedAt,
        FinishedAt = run.FinishedAt,
        Message = run.Message,
        Pods = job is null ? [] : PodsOf(job),
    };

    private List<string> PodsOf(JsonObject job) =>
    [
        .. followers.Known(KindFollowers.Pod)
            .Where(pod => pod.Namespace == job.Namespace && _jobLabels.Any(label => pod.Label(label) == job.Name))
            .Select(pod => pod.Name ?? "").Order(StringComparer.Ordinal),
    ];
}
