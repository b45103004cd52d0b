using System.Text.Json.Nodes;
using Pdp.Core.Objects;

namespace Pdp.Core.Analysis;

/// <summary>A pod that is measured.</summary>
/// <param name="Uid">Its uid.</param>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its address; empty while it has none.</param>
/// <param name="Ports">Its containers' TCP ports, by name.</param>
public sealed record SubjectPod(string Uid, string Name, string Address, IReadOnlyDictionary<string, int> Ports)
{
    /// <summary>The pods of a revision among others, those on their way out not counted.</summary>
    public static IReadOnlyList<SubjectPod> Of(IEnumerable<JsonObject> pods, string revision) =>
    [
        .. from pod in pods
           where pod.Text("metadata", "labels", ManagedMetadata.RevisionLabel) == revision && pod.At("metadata", "deletionTimestamp") is null
           select Of(pod),
    ];

    /// <summary>A pod as it is measured.</summary>
    public static SubjectPod Of(JsonObject pod) => new(pod.Text("metadata", "uid"), pod.Text("metadata", "name"), pod.Text("status", "podIP"), PortsOf(pod));

    private static Dictionary<string, int> PortsOf(JsonObject pod)
    {
        var ports = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var port in pod.Objects("spec", "containers").Concat(pod.Objects("spec", "initContainers")).SelectMany(container => container.Objects("ports")))
        {
            if (port.Number("containerPort") is { } number and > 0 and <= 65535)
                ports[port.Text("name")] = (int)number;
        }
        return ports;
    }
}
