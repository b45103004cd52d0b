using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Daemon.Cluster.Objects;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Verbs;
using Pdp.Observability.Metrics;
using Pdp.PlaneStore;

namespace Pdp.Daemon.Observability.Samples;

/// <summary>
/// Samples what containers use into the store: CPU and memory as the cluster measured them (<c>metrics.k8s.io</c>), the rest as their pods say. A cluster
/// that measures nothing is told, and the rest is sampled all the same.
/// </summary>
internal sealed partial class ContainerSampler(
    IKubernetesApi api, KindFollowers followers, PlaneStores stores, SamplingOptions options, TimeProvider time, ILogger<ContainerSampler> logger) : ISamplingState
{
    private static readonly GroupVersionKind _podMetrics = new("metrics.k8s.io", "v1beta1", "PodMetrics");

    private volatile string? _problem;

    /// <inheritdoc/>
    public string? Problem => _problem;

    /// <summary>Samples until cancelled.</summary>
    /// <exception cref="PlaneStoreException">The store cannot be written.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ticks = new PeriodicTimer(options.Interval, time);
        do
        {
            await SampleAsync(cancellationToken);
        }
        while (await ticks.WaitForNextTickAsync(cancellationToken));
    }

    private async Task SampleAsync(CancellationToken cancellationToken)
    {
        var measured = await MeasuredAsync(cancellationToken);
        stores.Metrics.Append(PodSamples.Of(followers.Known(KindFollowers.Pod), measured, time.GetUtcNow()));
    }

    private async Task<Dictionary<(string? Namespace, string? Name), JsonObject>> MeasuredAsync(CancellationToken cancellationToken)
    {
        var found = new Dictionary<(string?, string?), JsonObject>();
        try
        {
            var ours = new ListOptions { LabelSelector = $"{ManagedMetadata.ManagedByLabel}={ManagedMetadata.FieldManager}" };
            await foreach (var pod in api.ListAsync(_podMetrics, ours, cancellationToken)) found[(pod.Namespace, pod.Name)] = pod;
            Tell(null);
        }
        catch (KubernetesException failure)
        {
            Tell(failure switch
            {
                { IsKindUnknown: true } => "The cluster measures no CPU and memory: it has no metrics.k8s.io. Install metrics-server, or what else serves it.",
                { IsForbidden: true } => "The agent may not read metrics.k8s.io: see the rights the chart gives it.",
                _ => "The cluster cannot be asked for CPU and memory now (metrics.k8s.io); the agent tries again.",
            });
        }
        return found;
    }

    private void Tell(string? problem)
    {
        if (_problem == problem) return;
        _problem = problem;
        if (problem is null) LogMeasured();
        else LogUnmeasured(problem);
    }

    [LoggerMessage(EventId = 1820, EventName = "ContainersNotMeasured", Level = LogLevel.Warning, Message = "{Why}")]
    private partial void LogUnmeasured(string why);

    [LoggerMessage(EventId = 1821, EventName = "ContainersMeasured", Level = LogLevel.Information, Message = "The cluster tells CPU and memory of containers again")]
    private partial void LogMeasured();
}
