using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>Renders given objects: as they are, but in the intent's namespace and with its labels.</summary>
internal sealed class ManifestsRenderer(IntentMetadata metadata, string @namespace, RenderContext context)
{
    private readonly IntentLabels _labels = new(metadata, release: null);
    private readonly List<RefusalReason> _errors = [];

    public RenderResult Render(ManifestsSpec spec)
    {
        if (spec.State == ComponentState.Undeployed)
            return new RenderResult { Namespace = @namespace };

        var kinds = new GivenKinds(context.Kinds, spec);
        var objects = new List<DesiredObject>
        {
            NamespaceRenderer.Render(@namespace, _labels, context.Policy.PodSecurity, Math.Min(0, spec.Resources.Min(r => r.Wave))),
        };
        for (var i = 0; i < spec.Resources.Count; i++)
        {
            if (Render(spec.Resources[i], $"spec.resources[{i}].object", kinds, spec.Restart) is { } rendered)
                objects.Add(rendered);
        }

        return new RenderResult { Namespace = @namespace, Objects = _errors.Count == 0 ? objects : [], Errors = _errors };
    }

    private DesiredObject? Render(ManifestResource resource, string path, GivenKinds kinds, string? restart)
    {
        var key = ManifestObject.KeyOf(resource.Object, @namespace);
        if (key is { Group: "", Kind: "Namespace" })
        {
            Refuse(FailureReason.PolicyDenied, $"{path}.kind", "policy.namespace: must not be a namespace: an intent has one, which the agent makes");
            return null;
        }

        switch (kinds.ScopeOf(key))
        {
            case KindScope.Unknown:
                Refuse(FailureReason.KindUnknown, $"{path}.kind", "the cluster does not serve this kind in this API version");
                return null;
            case KindScope.Cluster when resource.Object["metadata"]!["namespace"] is not null:
                Refuse(FailureReason.SchemaInvalid, $"{path}.metadata.namespace", "must be left out: objects of this kind have none");
                return null;
            case KindScope.Cluster:
                key = key with { Namespace = null };
                break;
            case KindScope.Namespaced when resource.Object["metadata"]!["namespace"] is { } asked && asked.GetValue<string>() != @namespace:
                var place = $"{path}.metadata.namespace";
                Refuse(FailureReason.PolicyDenied, place, $"policy.namespace: must be left out, or {@namespace}, which is the intent's");
                return null;
        }

        return new DesiredObject(resource.Id, key, Mark(resource.Object, key, restart), resource.Wave);
    }

    private JsonObject Mark(JsonObject given, ObjectKey key, string? restart)
    {
        var manifest = given.DeepClone().AsObject();
        manifest.Remove("status");
        var meta = manifest["metadata"]!.AsObject();
        foreach (var empty in meta.Where(member => member.Value is null).Select(member => member.Key).ToList())
            meta.Remove(empty);
        meta.Remove("namespace");
        if (key.Namespace is not null)
            meta["namespace"] = key.Namespace;

        AddLabels(meta, _labels.Common());
        if (PodTemplates.Of(manifest, key) is { } template)
        {
            AddLabels(Member(template, "metadata"), _labels.Ownership());
            if (restart is not null && key is { Group: "apps", Kind: "Deployment" or "StatefulSet" or "DaemonSet" })
                Member(Member(template, "metadata"), "annotations")[ManagedMetadata.RestartAnnotation] = restart;
        }

        return manifest;
    }

    // Who owns an object is the agent's to say; any other label stays as it was given.
    private static void AddLabels(JsonObject meta, Dictionary<string, string> labels)
    {
        var all = Member(meta, "labels");
        foreach (var (key, value) in labels)
        {
            if (IsOwnership(key) || !all.ContainsKey(key))
                all[key] = value;
        }

        // What is no string is left for the API server to refuse.
        meta["labels"] = new JsonObject(all.OrderBy(label => label.Key, StringComparer.Ordinal).ToList().Select(Detached));
    }

    private static KeyValuePair<string, JsonNode?> Detached(KeyValuePair<string, JsonNode?> member) =>
        KeyValuePair.Create(member.Key, member.Value?.DeepClone());

    private static bool IsOwnership(string key) =>
        key == ManagedMetadata.ManagedByLabel
        || key.StartsWith(ManagedMetadata.ReservedPrefix, StringComparison.Ordinal)
        || key.StartsWith("openchoreo.dev/", StringComparison.Ordinal);

    private static JsonObject Member(JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject member)
            parent[name] = member = [];
        return member;
    }

    private void Refuse(FailureReason reason, string path, string message) => _errors.Add(new RefusalReason(reason, path, message));
}
