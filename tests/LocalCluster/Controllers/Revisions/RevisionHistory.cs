using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.Revisions;

/// <summary>
/// The ControllerRevisions of a StatefulSet or DaemonSet: each template it ever had, numbered, so that pods of an older one can be made
/// again and <c>kubectl rollout undo</c> finds its way back.
/// </summary>
internal sealed class RevisionHistory
{
    /// <summary>The label a pod carries the name (StatefulSet) or hash (DaemonSet) of its revision in.</summary>
    public const string HashLabel = "controller-revision-hash";

    private const string Resource = "controllerrevisions.apps";

    private readonly IClusterApi _api;
    private readonly JsonObject _owner;
    private readonly OwnerReference _reference;
    private readonly List<JsonObject> _revisions;

    public RevisionHistory(IClusterApi api, JsonObject owner, OwnerReference reference)
    {
        (_api, _owner, _reference) = (api, owner, reference);
        _revisions = [.. api.Marked(Resource, Mark.OwnedBy(reference.Uid)).Where(revision => revision.IsControlledBy(reference.Uid)).OrderBy(Number)];
    }

    /// <summary>The revision of the current template, made or moved to the end of the history when need be.</summary>
    public JsonObject Update()
    {
        var template = _owner.At("spec", "template");
        var there = _revisions.LastOrDefault(revision => PodTemplate.Same(TemplateOf(revision), template));
        var next = _revisions.Select(Number).DefaultIfEmpty(0).Max() + 1;
        if (there is null) return Remember(_api.Create(Resource, New(template, next), Controller.ManagerName));
        if (Number(there) == next - 1) return there;
        var again = there.Copy();
        again["revision"] = next;
        _revisions.Remove(there);
        return Remember(_api.Update(Resource, again, Controller.ManagerName));
    }

    /// <summary>The revision of that name, or null.</summary>
    public JsonObject? Named(string? name) => _revisions.FirstOrDefault(revision => revision.Name() == name);

    /// <summary>The pod template a revision keeps.</summary>
    public static JsonObject? TemplateOf(JsonObject revision) => revision.Object("data", "spec", "template");

    /// <summary>Deletes the oldest revisions over the limit that nothing runs any more.</summary>
    public void Trim(int limit, IReadOnlySet<string> live)
    {
        var idle = _revisions.Where(revision => !live.Contains(revision.Name())).ToList();
        foreach (var revision in idle.Take(Math.Max(0, idle.Count - limit))) _api.Delete(Resource, revision.Namespace(), revision.Name());
    }

    private static long Number(JsonObject revision) => revision.Long("revision") ?? 0;

    private JsonObject Remember(JsonObject revision)
    {
        _revisions.Add(revision);
        return revision;
    }

    private JsonObject New(JsonNode? template, long number)
    {
        var hash = PodTemplate.Hash(template, _owner.Int("status", "collisionCount") ?? 0);
        var labels = _owner.At("spec", "template", "metadata", "labels")?.DeepClone().AsObject() ?? [];
        labels[HashLabel] = hash;
        var kept = template?.DeepClone().AsObject() ?? [];
        kept["$patch"] = "replace";
        return new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ControllerRevision",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{_owner.Name()}-{hash}",
                ["namespace"] = _owner.Namespace(),
                ["labels"] = labels,
                ["ownerReferences"] = new JsonArray(_reference.ToJson()),
            },
            ["data"] = new JsonObject { ["spec"] = new JsonObject { ["template"] = kept } },
            ["revision"] = number,
        };
    }
}
