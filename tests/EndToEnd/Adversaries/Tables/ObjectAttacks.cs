using System.Text.Json.Nodes;

namespace Pdp.EndToEnd.Adversaries.Tables;

/// <summary>Objects the policy must not let through, by every way out of the namespace, and components that ask for too much.</summary>
internal static class ObjectAttacks
{
    private const string Early = "SchemaInvalid|KindUnknown|ObjectInvalid";

    private static int _objects;

    /// <summary>The table.</summary>
    public static IReadOnlyList<Attack> All { get; } =
    [
        .. YamlTable.Read("tricks.yaml").Select((trick, i) => Attack.Signed(
            $"trick: {trick["trick"]}",
            Documents.Manifests($"adv-trick-{i}", trick["object"]!.AsObject()),
            $"policy.{trick["rule"]}|policy.namespace|{Early}")),
        .. new[] { "kube-system", "default", "pdp-system", "dp-acme-bank-prod", "*", "../kube-system" }
            .Select(ns => Object($"an object for the namespace {ns}", "v1", "ConfigMap", "namespace|shape", meta => meta["namespace"] = ns)),
        .. new[] { "../../kube-system/configmaps/x", "a/status", "a%2fb", "a?dryRun=All", "a#b", "..", ".", "", "a b" }
            .Select(name => Object($"a name '{name}'", "v1", "ConfigMap", "shape|namespace|metadata", meta => meta["name"] = name)),
        .. new[] { ("rbac.authorization.k8s.io/v1", "ClusterRole"), ("rbac.authorization.k8s.io/v1", "Role"), ("v1", "Node"), ("v1", "PersistentVolume"),
                ("apiextensions.k8s.io/v1", "CustomResourceDefinition"), ("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration"),
                ("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration"), ("scheduling.k8s.io/v1", "PriorityClass"), ("storage.k8s.io/v1", "StorageClass"),
                ("certificates.k8s.io/v1", "CertificateSigningRequest"), ("coordination.k8s.io/v1", "Lease"), ("v1", "Event"), ("v1", "Endpoints"),
                ("discovery.k8s.io/v1", "EndpointSlice"), ("pdp.dev/v1", "Intent"), ("v1", "PodExecOptions"), ("v1", "ServiceProxyOptions"), ("apps/v1", "DeploymentRollback") }
            .Select(kind => Object($"a {kind.Item1} {kind.Item2}", kind.Item1, kind.Item2, "kinds|namespace", _ => { })),
        Object("a name the server makes", "v1", "ConfigMap", "shape", meta => (meta["name"], meta["generateName"]) = (null, "a-")),
        Object("a label of another intent", "v1", "ConfigMap", "metadata", meta => meta["labels"] = new JsonObject { ["pdp.dev/intent"] = "good" }),
        Object("an annotation of the agent's own", "v1", "ConfigMap", "metadata", meta => meta["annotations"] = new JsonObject { ["pdp.dev/applied-hash"] = "0" }),
        .. Places(),
        .. Components(),
    ];

    private static IEnumerable<Attack> Places() =>
        from place in new[] { ("evil", "shop", "dev"), ("acme", "bank", "dev"), ("acme", "shopx", "dev") }
        select Attack.Signed(
            $"from {place.Item1}/{place.Item2}/{place.Item3}",
            Documents.Component("adv-place").Spoil(d =>
            {
                d["metadata"]!["organization"] = place.Item1;
                d["metadata"]!["project"] = place.Item2;
                d["metadata"]!["environment"] = place.Item3;
            }),
            "policy.places");

    private static IEnumerable<Attack> Components()
    {
        (string Name, string Rule, Action<JsonObject> Change)[] spoilt =
        [
            ("an image from elsewhere", "images", spec => First(spec)["image"] = "docker.io/evil/miner@" + Documents.Digest),
            ("an image without a digest", "images", spec => First(spec)["image"] = "registry.example.com/acme/app:1"),
            ("a registry that only begins alike", "images", spec => First(spec)["image"] = "registry.example.com.evil/acme/app@" + Documents.Digest),
            ("a repository that only begins alike", "images", spec => First(spec)["image"] = "registry.example.com/acmeevil/app@" + Documents.Digest),
            ("a user in the registry's name", "images|SchemaInvalid", spec => First(spec)["image"] = "registry.example.com/acme@evil.example/app@" + Documents.Digest),
            ("too many replicas", "replicas", spec => spec["replicas"] = 11),
            ("too much memory in one container", "resources", spec => First(spec)["resources"]!["limits"]!["memory"] = "4Gi"),
            ("no word on memory", "resources", spec => First(spec)["resources"]!["limits"] = new JsonObject()),
            ("too much memory in all pods", "intentResources", spec => (spec["replicas"], First(spec)["resources"]!["limits"]!["memory"]) = (9, "1Gi")),
            ("a secret of another project", "secretStores", spec => Secret(spec, "vault", "bank/password")),
            ("a secret up the tree", "secretStores|SchemaInvalid", spec => Secret(spec, "vault", "shop/../bank/password")),
            ("a store nobody named", "secretStores", spec => Secret(spec, "other", "shop/password")),
        ];
        return spoilt.Select((attack, i) => Attack.Signed(
            $"a component with {attack.Name}",
            Documents.Component($"adv-component-{i}").Spoil(d => attack.Change(d["spec"]!.AsObject())),
            string.Join('|', attack.Rule.Split('|').Select(rule => char.IsUpper(rule[0]) ? rule : $"policy.{rule}"))));
    }

    private static JsonObject First(JsonObject spec) => spec["containers"]!["main"]!.AsObject();

    private static void Secret(JsonObject spec, string store, string name) => First(spec)["env"] = new JsonArray(
        new JsonObject { ["name"] = "PASSWORD", ["secret"] = new JsonObject { ["store"] = store, ["name"] = name } });

    private static Attack Object(string name, string apiVersion, string kind, string rules, Action<JsonObject> change)
    {
        var metadata = new JsonObject { ["name"] = "a" };
        change(metadata);
        foreach (var member in metadata.Where(member => member.Value is null).Select(member => member.Key).ToList()) metadata.Remove(member);
        var manifest = new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = metadata };
        var expected = string.Join('|', rules.Split('|').Select(rule => $"policy.{rule}"));
        return Attack.Signed(name, Documents.Manifests($"adv-object-{++_objects}", manifest), $"{expected}|{Early}");
    }
}
