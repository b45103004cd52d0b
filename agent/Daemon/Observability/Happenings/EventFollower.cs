using Pdp.Daemon.Cluster.Objects;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Watching;

namespace Pdp.Daemon.Observability.Happenings;

/// <summary>Follows the cluster's events, so that they outlive the hour it keeps them. Those of other namespaces than the agent's are passed over.</summary>
internal sealed partial class EventFollower(IKubernetesApi api, KindFollowers followers, EventIntake intake, ILogger<EventFollower> logger)
{
    private static readonly GroupVersionKind _events = new("", "v1", "Event");

    private readonly EventOwner _owner = new(followers);

    /// <summary>Follows until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Whose an event is, the namespaces and pods say.
        await followers.OfAsync(KindFollowers.Namespace, cancellationToken);
        await followers.OfAsync(KindFollowers.Pod, cancellationToken);
        await foreach (var notification in api.WatchAsync(_events, new WatchOptions(), cancellationToken))
        {
            switch (notification)
            {
                case WatchNotification.Added added:
                    Take(added.Object);
                    break;
                case WatchNotification.Modified modified:
                    Take(modified.Object);
                    break;
                case WatchNotification.Interrupted interrupted:
                    LogInterrupted(Why(interrupted.Error), interrupted.RetryIn);
                    break;
            }
        }
    }

    private void Take(System.Text.Json.Nodes.JsonObject one)
    {
        if (ClusterEvent.Read(one, _owner) is { } read) intake.Post(read);
    }

    private static string Why(KubernetesException failure) =>
        failure.IsForbidden ? "The agent may not read them: see the rights the chart gives it." : failure.Message;

    [LoggerMessage(EventId = 1822, EventName = "EventsNotFollowed", Level = LogLevel.Warning,
        Message = "The cluster's events cannot be followed now: {Why} Next attempt in {RetryIn}.")]
    private partial void LogInterrupted(string why, TimeSpan retryIn);
}
