using System.Text.Json.Nodes;
using Pdp.LocalCluster.Catalogue;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Node.Processes;

namespace Pdp.LocalCluster.Node.Probes;

/// <summary>The container a probe or hook is about: where it listens, and what stands for commands in it.</summary>
/// <remarks><c>Local</c> turns the words of a local command into a process of the container's environment.</remarks>
internal sealed record ProbeSubject(
    JsonObject Container, string Address, Func<int, int> RealPort, IReadOnlyList<ExecRule> ExecRules, Func<IReadOnlyList<string>, ProcessCommand> Local)
{
    /// <summary>The port really listened on for a number or a name of a container port; null for an unknown name.</summary>
    public int? Port(JsonNode? port)
    {
        if (port.Int() is { } number) return RealPort(number);
        if (port.Text() is not { } name) return null;
        if (int.TryParse(name, out var written)) return RealPort(written);
        return Container.Items("ports").FirstOrDefault(candidate => candidate.Text("name") == name).Int("containerPort") is { } named ? RealPort(named) : null;
    }
}
