using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.Endpoints;

/// <summary>One pod behind a Service.</summary>
internal sealed record ServiceEndpoint(JsonObject Pod, string Address, bool Ready, bool Serving, bool Terminating)
{
    /// <summary>The pods a Service selects that have an address and may still serve, by name.</summary>
    public static IEnumerable<ServiceEndpoint> Of(JsonObject service, IEnumerable<JsonObject> pods)
    {
        var always = service.Bool("spec", "publishNotReadyAddresses") == true;
        foreach (var pod in pods.OrderBy(ObjectMeta.Name, StringComparer.Ordinal))
        {
            if (pod.IsFinished() || pod.Text("status", "podIP") is not { Length: > 0 } address) continue;
            var (ready, leaving) = (pod.IsReady(), pod.IsDeleting());
            yield return new ServiceEndpoint(pod, address, always || (ready && !leaving), ready || always, leaving);
        }
    }

    /// <summary>The numbers of the Service's ports in this pod; a named target port can differ from pod to pod.</summary>
    public IReadOnlyList<(JsonObject Port, int Number)> Ports(JsonObject service) =>
        [.. service.Items("spec", "ports").Select(port => (port, TargetOf(port))).Where(pair => pair.Item2 > 0)];

    private int TargetOf(JsonObject port)
    {
        var target = port.At("targetPort");
        if (target.Int() is { } number) return number;
        if (target.Text() is not { Length: > 0 } name) return port.Int("port") ?? 0;
        var protocol = port.Text("protocol") ?? "TCP";
        return Pod.Items("spec", "containers").SelectMany(container => container.Items("ports"))
            .FirstOrDefault(candidate => candidate.Text("name") == name && (candidate.Text("protocol") ?? "TCP") == protocol).Int("containerPort") ?? 0;
    }
}
