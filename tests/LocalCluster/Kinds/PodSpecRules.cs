using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Validation;

namespace Pdp.LocalCluster.Kinds;

/// <summary>Rules across the fields of a pod specification, wherever one occurs.</summary>
internal static class PodSpecRules
{
    /// <summary>Image pull policies, and a directory for volumes that name no source.</summary>
    public static void Default(JsonObject? spec)
    {
        foreach (var container in Containers(spec).Select(c => c.Container))
        {
            if (container.Text("imagePullPolicy") is null)
                container["imagePullPolicy"] = IsLatest(container.Text("image") ?? "") ? "Always" : "IfNotPresent";
        }
        foreach (var volume in spec.Items("volumes"))
        {
            if (volume.Count == 1 && volume.ContainsKey("name"))
                volume["emptyDir"] = new JsonObject();
        }
    }

    /// <param name="spec">The pod specification.</param>
    /// <param name="path">Where it lies.</param>
    /// <param name="claims">Volumes that come from a StatefulSet's claims.</param>
    /// <param name="errors">Receives what is wrong.</param>
    public static void Validate(JsonObject? spec, string path, IEnumerable<string> claims, ErrorList errors)
    {
        var volumes = spec.Items("volumes").Select(v => v.Text("name")).Concat(claims).ToHashSet(StringComparer.Ordinal);
        foreach (var (container, at) in Containers(spec))
        {
            var place = $"{path}.{at}";
            Mounts(container, place, volumes, errors);
            foreach (var probe in (ReadOnlySpan<string>)["livenessProbe", "readinessProbe", "startupProbe"])
            {
                if (container.Object(probe) is { } given && !new[] { "exec", "httpGet", "tcpSocket", "grpc" }.Any(given.ContainsKey))
                    errors.Required($"{place}.{probe}", "must specify a handler type");
            }
            Requests(container, place, errors);
        }
    }

    private static void Mounts(JsonObject container, string place, HashSet<string?> volumes, ErrorList errors)
    {
        var index = 0;
        foreach (var mount in container.Items("volumeMounts"))
        {
            if (mount.Text("name") is { Length: > 0 } name && !volumes.Contains(name))
                errors.NotFound($"{place}.volumeMounts[{index}].name", name);
            index++;
        }
    }

    private static void Requests(JsonObject container, string place, ErrorList errors)
    {
        foreach (var (resource, asked) in container.Object("resources", "requests") ?? [])
        {
            if (container.Text("resources", "limits", resource) is { } limit
                && asked.Text() is { } request && Typed.Quantity.Nanos(request) > Typed.Quantity.Nanos(limit))
                errors.Invalid($"{place}.resources.requests", asked, $"must be less than or equal to {resource} limit of {limit}");
        }
    }

    private static IEnumerable<(JsonObject Container, string At)> Containers(JsonObject? spec)
    {
        foreach (var list in (string[])["initContainers", "containers"])
        {
            var index = 0;
            foreach (var container in spec.Items(list))
                yield return (container, $"{list}[{index++}]");
        }
    }

    private static bool IsLatest(string image)
    {
        if (image.Contains('@', StringComparison.Ordinal))
            return false;
        var colon = image.LastIndexOf(':');
        return colon <= image.LastIndexOf('/') || image[(colon + 1)..] == "latest";
    }
}
