using System.Text.Json.Nodes;

namespace Pdp.EndToEnd.Adversaries.Tables;

/// <summary>
/// Every pod of bad-pods.yaml, each in one of many disguises: main, init, sidecar and ephemeral containers; workloads, Jobs, CronJobs, pods by
/// themselves, API versions that are gone, and kinds of operators.
/// </summary>
internal static class PodAttacks
{
    private static readonly (string ApiVersion, string Kind, string[] Path)[] Carriers =
    [
        ("apps/v1", "Deployment", ["spec", "template"]),
        ("apps/v1", "StatefulSet", ["spec", "template"]),
        ("batch/v1", "Job", ["spec", "template"]),
        ("batch/v1", "CronJob", ["spec", "jobTemplate", "spec", "template"]),
        ("apps/v1", "DaemonSet", ["spec", "template"]),
        ("apps/v1", "ReplicaSet", ["spec", "template"]),
        ("v1", "Pod", []),
        ("apps/v1beta1", "Deployment", ["spec", "template"]),
        ("extensions/v1beta1", "Deployment", ["spec", "template"]),
        ("argoproj.io/v1alpha1", "Rollout", ["spec", "template"]),
    ];

    private static readonly string[] Lists = ["containers", "initContainers", "ephemeralContainers"];

    /// <summary>The table.</summary>
    public static IReadOnlyList<Attack> All { get; } = [.. YamlTable.Read("bad-pods.yaml").SelectMany(Disguised).DistinctBy(attack => attack.Name)];

    // Twice each: once where everybody looks, once somewhere else.
    private static IEnumerable<Attack> Disguised(JsonObject bad, int line)
    {
        yield return Attack(bad, line, Carriers[line % 4], Lists[0]);
        var list = bad["container"] is null ? Lists[0] : Lists[1 + (line % ((bool?)bad["longLived"] ?? false ? 1 : 2))];
        yield return Attack(bad, line, Carriers[line % Carriers.Length], list);
    }

    private static Attack Attack(JsonObject bad, int line, (string ApiVersion, string Kind, string[] Path) carrier, string list)
    {
        var name = $"bad pod {line} in {list} of a {carrier.ApiVersion} {carrier.Kind}: {bad["rule"]}";
        var document = Documents.Manifests($"adv-pod-{line}", Carry(carrier, bad, list));
        // What the cluster does not serve is refused before anybody looks into it.
        return Adversaries.Attack.Signed(name, document, $"policy.{bad["rule"]}|KindUnknown");
    }

    private static JsonObject Carry((string ApiVersion, string Kind, string[] Path) carrier, JsonObject bad, string list)
    {
        var (metadata, spec) = Pod(bad, list);
        var manifest = new JsonObject
        {
            ["apiVersion"] = carrier.ApiVersion,
            ["kind"] = carrier.Kind,
            ["metadata"] = new JsonObject { ["name"] = "a" },
        };
        if (carrier.Path.Length == 0)
        {
            foreach (var (member, value) in metadata) manifest["metadata"]![member] = value?.DeepClone();
            manifest["spec"] = spec;
            return manifest;
        }

        JsonNode node = new JsonObject { ["metadata"] = metadata, ["spec"] = spec };
        foreach (var step in carrier.Path[1..].Reverse()) node = new JsonObject { [step] = node };
        manifest[carrier.Path[0]] = node;
        return manifest;
    }

    private static (JsonObject Metadata, JsonObject Spec) Pod(JsonObject bad, string list)
    {
        var (metadata, container) = (new JsonObject(), Container("bad"));
        var spec = JsonNode.Parse(
            """{"automountServiceAccountToken":false,"securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}},"containers":[]}""")!
            .AsObject();
        Lay(metadata, bad["metadata"]);
        Lay(spec, bad["pod"]);
        Lay(container, bad["container"]);
        if (list != "containers") spec["containers"]!.AsArray().Add((JsonNode)Container("main"));
        if (spec[list] is not JsonArray there) spec[list] = there = [];
        there.Add((JsonNode)container);
        return (metadata, spec);
    }

    private static JsonObject Container(string name) => JsonNode.Parse(
        $$"""
        {"name":"{{name}}","image":"registry.example.com/acme/app@{{Documents.Digest}}",
         "securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]} },
         "resources":{"requests":{"cpu":"100m"},"limits":{"memory":"256Mi"} } }
        """)!.AsObject();

    private static void Lay(JsonObject good, JsonNode? bad)
    {
        foreach (var (name, value) in bad as JsonObject ?? [])
        {
            if (value is null) good.Remove(name);
            else if (value is JsonObject section && good[name] is JsonObject known) Lay(known, section);
            else good[name] = value.DeepClone();
        }
    }
}
