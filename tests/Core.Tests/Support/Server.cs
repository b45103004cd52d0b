using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Plan;

namespace Pdp.Core.Tests.Support;

/// <summary>
/// What an API server makes of an applied manifest, as far as a plan can see: uid, managed fields, a status, defaults, quantities in its own
/// spelling, nothing that is empty.
/// </summary>
internal sealed class Server
{
    private readonly Dictionary<(string Group, string Kind, string? Namespace, string Name), JsonObject> _objects = [];
    private int _uids;

    public IReadOnlyDictionary<(string Group, string Kind, string? Namespace, string Name), JsonObject> Objects => _objects;

    public JsonObject this[string id] => _objects.Single(o => $"{o.Key.Kind}/{o.Key.Name}" == id).Value;

    public void Run(DeploymentPlan plan)
    {
        foreach (var step in plan.Steps.Where(step => step.Writes))
        {
            if (step.Action == PlanAction.Prune)
                _objects.Remove(step.Key.Identity);
            else
                Apply(step.Key, step.Manifest!);
        }
    }

    public void Apply(ObjectKey key, JsonObject manifest)
    {
        var live = manifest.DeepClone().AsObject();
        Default(live, "spec");
        var metadata = live["metadata"]!.AsObject();
        metadata["uid"] = _objects.TryGetValue(key.Identity, out var before)
            ? ManifestObject.UidOf(before)
            : (++_uids).ToString(CultureInfo.InvariantCulture);
        metadata["managedFields"] = new JsonArray(new JsonObject
        {
            ["manager"] = ManagedMetadata.FieldManager,
            ["operation"] = "Apply",
            ["fieldsV1"] = Fields(manifest),
        });
        _objects[key.Identity] = live;
    }

    public void Put(JsonObject live) => _objects[ManifestObject.KeyOf(live, NamespaceOf(live)).Identity] = live;

    public void Delete(string id) => _objects.Remove(_objects.Keys.Single(key => $"{key.Kind}/{key.Name}" == id));

    /// <summary>What somebody else sets: the field stops being the agent's.</summary>
    public void Edit(string id, string path, JsonNode? value)
    {
        var segments = path.Split('/');
        JsonNode node = this[id];
        JsonNode? owned = node["metadata"]!["managedFields"]![0]!["fieldsV1"];
        foreach (var segment in segments[..^1])
        {
            owned = node is JsonArray
                ? owned?.AsObject().Where(member => member.Key.StartsWith("k:", StringComparison.Ordinal)).ElementAtOrDefault(int.Parse(segment)).Value
                : owned?[$"f:{segment}"];
            node = node is JsonArray list ? list[int.Parse(segment)]! : node[segment]!;
        }

        (owned as JsonObject)?.Remove($"f:{segments[^1]}");
        if (value is null)
            node.AsObject().Remove(segments[^1]);
        else
            node[segments[^1]] = value;
    }

    private static string? NamespaceOf(JsonObject live) => (string?)live["metadata"]!["namespace"];

    private static void Default(JsonNode? node, string name)
    {
        switch (node)
        {
            case JsonObject o:
                foreach (var (member, value) in o.ToList())
                {
                    if (value is JsonObject { Count: 0 } or JsonArray { Count: 0 } or null)
                        o.Remove(member);
                    else if (name is "requests" or "limits" && (string?)value == "1000m")
                        o[member] = "1";
                    else
                        Default(value, member);
                }

                if (name is "spec" or "template")
                    o["defaultedByServer"] = true;
                break;
            case JsonArray a:
                foreach (var item in a)
                    Default(item, name);
                break;
        }
    }

    private static JsonObject Fields(JsonObject manifest)
    {
        var fields = new JsonObject();
        foreach (var (name, value) in manifest)
            fields[$"f:{name}"] = value switch
            {
                JsonObject o when name is not "selector" => Fields(o),
                JsonArray { Count: > 0 } a when a.All(item => item is JsonObject o && o.ContainsKey("name")) && name != "volumeClaimTemplates" => Items(a),
                _ => new JsonObject(),
            };
        return fields;
    }

    private static JsonObject Items(JsonArray items)
    {
        var fields = new JsonObject();
        foreach (var item in items.OfType<JsonObject>())
            fields[$"k:{new JsonObject { ["name"] = item["name"]!.DeepClone() }.ToJsonString()}"] = Fields(item);
        return fields;
    }
}
