using System.Text.Json.Nodes;

namespace Pdp.LocalCluster.Api;

/// <summary>Where <c>metrics.k8s.io</c> comes from.</summary>
internal interface IPodUsage
{
    /// <summary>What a pod uses; null until all its containers have been measured twice.</summary>
    PodUsage? Of(JsonObject pod);
}

/// <summary>What a pod uses.</summary>
/// <param name="Time">When it was measured last.</param>
/// <param name="Window">The time before that the processor time is the mean of.</param>
/// <param name="Containers">Its containers, in the pod's order.</param>
internal sealed record PodUsage(DateTimeOffset Time, TimeSpan Window, IReadOnlyList<ContainerUsage> Containers);

/// <summary>What a container uses.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Nanocores">Billionths of a core.</param>
/// <param name="MemoryBytes">Memory that is resident.</param>
internal sealed record ContainerUsage(string Name, long Nanocores, long MemoryBytes);
