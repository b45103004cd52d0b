using System.Text.Json.Nodes;

namespace Pdp.EndToEnd.Adversaries;

/// <summary>Documents that are good, for attacks to spoil.</summary>
internal static class Documents
{
    /// <summary>Digest every image has.</summary>
    public const string Digest = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    /// <summary>Whose document it is.</summary>
    public static JsonObject Metadata(string id, long generation = 1) => new()
    {
        ["id"] = id,
        ["plane"] = Forge.Plane,
        ["generation"] = generation,
        ["organization"] = "acme",
        ["project"] = "shop",
        ["environment"] = "dev",
    };

    /// <summary>Given objects.</summary>
    public static JsonObject Manifests(string id, params JsonObject[] objects) => Manifests(id, 1, objects);

    /// <summary>Given objects, of some generation.</summary>
    public static JsonObject Manifests(string id, long generation, params JsonObject[] objects) => new()
    {
        ["apiVersion"] = "pdp.dev/v1",
        ["kind"] = "Manifests",
        ["metadata"] = Metadata(id, generation),
        ["spec"] = new JsonObject
        {
            ["resources"] = new JsonArray(
                [.. objects.Select((o, i) => (JsonNode)new JsonObject { ["id"] = $"o{i}", ["object"] = o.DeepClone() })]),
        },
    };

    /// <summary>A removal.</summary>
    public static JsonObject Removal(string id, long generation) => new()
    {
        ["apiVersion"] = "pdp.dev/v1",
        ["kind"] = "Removal",
        ["metadata"] = Metadata(id, generation),
        ["spec"] = new JsonObject(),
    };

    /// <summary>An object nobody minds.</summary>
    public static JsonObject ConfigMap(string name, string value = "1") => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["data"] = new JsonObject { ["value"] = value },
    };

    /// <summary>A component of one container.</summary>
    public static JsonObject Component(string id) => JsonNode.Parse(
        $$"""
        {
          "apiVersion": "pdp.dev/v1", "kind": "Component",
          "metadata": {
            "id": "{{id}}", "component": "{{id}}", "plane": "{{Forge.Plane}}", "generation": 1,
            "organization": "acme", "project": "shop", "environment": "dev"
          },
          "spec": {
            "type": "service", "release": "r1",
            "containers": {
              "main": {
                "image": "registry.example.com/acme/app@{{Digest}}",
                "resources": { "requests": { "cpu": "100m" }, "limits": { "memory": "256Mi" } },
                "ports": { "http": { "port": 8080 } }
              }
            },
            "endpoints": { "http": { "port": 80, "targetPort": "http" } }
          }
        }
        """)!.AsObject();

    /// <summary>A document that is good but for one change.</summary>
    public static JsonObject Spoil(this JsonObject document, Action<JsonObject> change)
    {
        change(document);
        return document;
    }
}
