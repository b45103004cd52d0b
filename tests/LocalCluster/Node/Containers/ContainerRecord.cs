using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Node.Logs;

namespace Pdp.LocalCluster.Node.Containers;

/// <summary>What is known of one container of a pod. Guarded by its pod's lock; change it through <see cref="PodRecord.Change"/>.</summary>
internal sealed class ContainerRecord(JsonObject spec, bool isInit)
{
    /// <summary>The container as the pod's spec describes it.</summary>
    public JsonObject Spec { get; set; } = spec;

    public bool IsInit { get; } = isInit;

    /// <summary>An init container that keeps running beside the others.</summary>
    public bool IsSidecar { get; } = isInit && spec.Text("restartPolicy") == "Always";

    public string Name { get; } = spec.Text("name") ?? "";

    public string Image => Spec.Text("image") ?? "";

    public ContainerState State { get; set; } = new ContainerState.Waiting(isInit ? "PodInitializing" : "ContainerCreating");

    /// <summary>How the run before this one ended.</summary>
    public ContainerState.Terminated? Last { get; set; }

    public int RestartCount { get; set; }

    /// <summary>Has passed its startup probe, where it has one.</summary>
    public bool Started { get; set; }

    public bool Ready { get; set; }

    public string? Id { get; set; }

    /// <summary>The process that leads its present or last run; null where there was none.</summary>
    public int? ProcessId { get; set; }

    /// <summary>Has been asked for an image that exists.</summary>
    public bool ImageIsKnown { get; set; }

    /// <summary>The run whose log is <see cref="Log"/>.</summary>
    public IContainerRun? Run { get; set; }

    public ContainerLog? Log { get; set; }

    public ContainerLog? PreviousLog { get; set; }
}
