using System.Text.Json.Nodes;

namespace Pdp.LocalCluster.Node.Containers;

/// <summary>The last status of a pod that was deleted: it succeeded if all its containers did, else it failed.</summary>
internal static class PodEnd
{
    public static void Mark(JsonObject status, PodRecord pod)
    {
        var well = pod.Read(() => pod.Containers.All(container => container.State is ContainerState.Terminated { ExitCode: 0 }));
        status["phase"] = well ? "Succeeded" : "Failed";
    }
}
