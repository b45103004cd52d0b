using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Policy.Model;
using Pdp.Core.Policy.Pods;

namespace Pdp.Core.Policy.Rules;

/// <summary>Pods reach nothing of their node, but what the customer names and the level allows.</summary>
internal sealed class HostAccessRule : PodRule
{
    private static readonly string[][] _probes =
        [["startupProbe"], ["readinessProbe"], ["livenessProbe"], ["lifecycle", "postStart"], ["lifecycle", "preStop"]];

    /// <inheritdoc/>
    public override string Name => "hostAccess";

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(FoundPod pod, PolicyRules rules)
    {
        var host = rules.PodSecurity == PodSecurityLevel.Privileged ? rules.Host : new HostRules();
        var flags = ((string Field, bool Allowed)[])[("hostNetwork", host.Network), ("hostPID", host.Pid), ("hostIPC", host.Ipc)];
        return flags.Where(flag => !flag.Allowed && Json.IsOn(pod.Spec[flag.Field]))
            .Select(flag => pod.Finding(flag.Field, "must not be set"))
            .Concat(Paths(pod, host))
            .Concat(pod.Containers.SelectMany(container => Ports(pod, container, host).Concat(Probes(pod, container))));
    }

    private static IEnumerable<Finding> Paths(FoundPod pod, HostRules host) =>
        from volume in pod.Spec.Objects("volumes").Select((volume, i) => (Volume: volume, Index: i))
        where volume.Volume["hostPath"] is not null
        where !host.Paths.Any(path => IsBelow(volume.Volume.Text("hostPath", "path"), path))
        select pod.Finding($"volumes[{volume.Index}].hostPath", host.Paths.Count == 0
            ? "must not be used"
            : $"must be below one of {string.Join(", ", host.Paths)}");

    private static IEnumerable<Finding> Ports(FoundPod pod, FoundContainer container, HostRules host) =>
        from port in container.Body.Objects("ports").Select((port, i) => (Port: port, Index: i))
        where port.Port["hostPort"] is { } asked && !(asked is JsonValue value && IsFree(value, host))
        select pod.Owner.Finding($"{container.Path}.ports[{port.Index}].hostPort", host.Ports.Count == 0
            ? "must not be set"
            : $"must be one of {string.Join(", ", host.Ports)}");

    // The kubelet itself makes the request, from the node's network.
    private static IEnumerable<Finding> Probes(FoundPod pod, FoundContainer container) =>
        from place in _probes
        from action in (string[])["httpGet", "tcpSocket"]
        where container.Body.At([.. place, action, "host"]) is { } host && host.ToString().Length > 0
        select pod.Owner.Finding(
            $"{container.Path}.{string.Join('.', place)}.{action}.host", "must be left out: the pod itself is meant");

    private static bool IsFree(JsonValue port, HostRules host) =>
        ((JsonNode)port).Number() is { } number && (number == 0 || host.Ports.Contains((int)number));

    private static bool IsBelow(string path, string allowed)
    {
        var directory = allowed.TrimEnd('/');
        return path.StartsWith('/') && !path.Split('/').Any(part => part is ".." or ".")
            && (path == directory || path.StartsWith(directory + "/", StringComparison.Ordinal));
    }
}
