using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Policy;
using Pdp.Core.Tests.Support;

namespace Pdp.Core.Tests.Policy;

/// <summary>Ways to get a pod past a policy that looks for it in the usual place only.</summary>
internal static class Disguise
{
    public const string Namespace = "dp-acme-shop-dev-xomsvqkjewml";

    /// <summary>Where in the pod the container stands.</summary>
    public enum Role
    {
        Main,
        Second,
        Init,
        Sidecar,
        Ephemeral,
    }

    /// <summary>What the pod stands in: its kind, and the path of the pod template or spec.</summary>
    public static readonly IReadOnlyList<(string ApiVersion, string Kind, string[] Path)> Carriers =
    [
        ("v1", "Pod", []),
        ("v1", "PodTemplate", ["template"]),
        ("v1", "ReplicationController", ["spec", "template"]),
        ("apps/v1", "Deployment", ["spec", "template"]),
        ("apps/v1", "StatefulSet", ["spec", "template"]),
        ("apps/v1", "DaemonSet", ["spec", "template"]),
        ("apps/v1", "ReplicaSet", ["spec", "template"]),
        ("apps/v1beta1", "Deployment", ["spec", "template"]),
        ("extensions/v1beta1", "Deployment", ["spec", "template"]),
        ("batch/v1", "Job", ["spec", "template"]),
        ("batch/v1", "CronJob", ["spec", "jobTemplate", "spec", "template"]),
        ("batch/v2alpha1", "CronJob", ["spec", "jobTemplate", "spec", "template"]),
        ("argoproj.io/v1alpha1", "Rollout", ["spec", "template"]),
        ("serving.knative.dev/v1", "Service", ["spec", "template"]),
        ("example.com/v1", "Widget", []),
        ("example.com/v1", "Widget", ["spec", "groups", "0", "podTemplate"]),
        ("example.com/v1", "Widget", ["workload", "deep", "deeper", "0", "1"]),
    ];

    /// <summary>A pod nothing is wrong with, under either policy.</summary>
    public static (JsonObject Metadata, JsonObject Spec) GoodPod(Role role, out JsonObject container)
    {
        var spec = Yaml.Documents(
            """
            automountServiceAccountToken: false
            securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
            containers: []
            """).Single();
        container = Container("main");
        var containers = spec["containers"]!.AsArray();
        if (role != Role.Main)
            containers.Add((JsonNode)Container("first"));
        var list = role switch { Role.Init or Role.Sidecar => "initContainers", Role.Ephemeral => "ephemeralContainers", _ => "containers" };
        if (spec[list] is not JsonArray there)
            spec[list] = there = [];
        if (role == Role.Sidecar)
            container["restartPolicy"] = "Always";
        there.Add((JsonNode)container);
        return ([], spec);
    }

    /// <summary>The object that carries a pod.</summary>
    public static DesiredObject Carry((string ApiVersion, string Kind, string[] Path) carrier, JsonObject metadata, JsonObject spec)
    {
        var manifest = new JsonObject
        {
            ["apiVersion"] = carrier.ApiVersion,
            ["kind"] = carrier.Kind,
            ["metadata"] = new JsonObject { ["name"] = "a", ["namespace"] = Namespace },
        };
        JsonNode node = new JsonObject { ["metadata"] = metadata.DeepClone(), ["spec"] = spec.DeepClone() };
        if (carrier.Path.Length == 0)
        {
            manifest["spec"] = spec.DeepClone();
            foreach (var (name, value) in metadata)
                manifest["metadata"]![name] = value?.DeepClone();
        }
        else
        {
            foreach (var step in carrier.Path[1..].Reverse())
                node = int.TryParse(step, out _) ? new JsonArray("a text", node) : new JsonObject { ["replicas"] = 1, [step] = node };
            manifest[carrier.Path[0]] = node;
        }

        return new DesiredObject("a", ManifestObject.KeyOf(manifest, Namespace), manifest);
    }

    /// <summary>What is asked of the policy about some objects.</summary>
    public static PolicyRequest Request(params IReadOnlyList<DesiredObject> objects) => new()
    {
        Place = new Place("acme", "shop", "dev"),
        Namespace = Namespace,
        Objects = objects,
        Kinds = new Kinds(),
    };

    private static JsonObject Container(string name)
    {
        var container = Yaml.Documents(
            """
            image: "registry.example.com/acme/app@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
            resources: {requests: {cpu: 100m}, limits: {memory: 256Mi}}
            """).Single();
        container["name"] = name;
        return container;
    }
}
