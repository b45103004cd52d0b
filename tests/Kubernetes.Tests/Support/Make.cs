using System.Text.Json.Nodes;

namespace Pdp.Kubernetes.Tests.Support;

/// <summary>Objects as a server would send them.</summary>
internal static class Make
{
    public static GroupVersionKind ConfigMapKind { get; } = new("", "v1", "ConfigMap");

    public static GroupVersionKind SecretKind { get; } = new("", "v1", "Secret");

    public static ObjectReference Reference(string name) => new(ConfigMapKind, "shop", name);

    public static JsonObject ConfigMap(string name, string version = "1", string? value = null) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "shop", ["uid"] = $"uid-{name}", ["resourceVersion"] = version },
        ["data"] = new JsonObject { ["key"] = value ?? "value" },
    };

    public static JsonObject Manifest(string name) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "shop" },
        ["data"] = new JsonObject { ["key"] = "value" },
    };

    /// <summary>A list whose items, as the API has it, do not say what they are.</summary>
    public static JsonObject List(string version, string? rest, params JsonObject[] items)
    {
        var array = new JsonArray();
        foreach (var item in items)
        {
            var bare = (JsonObject)item.DeepClone();
            bare.Remove("apiVersion");
            bare.Remove("kind");
            array.Add(bare);
        }
        var metadata = new JsonObject { ["resourceVersion"] = version };
        if (rest is not null) metadata["continue"] = rest;
        return new JsonObject { ["kind"] = "ConfigMapList", ["apiVersion"] = "v1", ["metadata"] = metadata, ["items"] = array };
    }

    public static string Event(string type, JsonObject obj) =>
        new JsonObject { ["type"] = type, ["object"] = obj.DeepClone() }.ToJsonString() + "\n";

    public static string Bookmark(string version) => Event("BOOKMARK", new JsonObject
    {
        ["kind"] = "ConfigMap",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject { ["resourceVersion"] = version },
    });

    public static string Error(int code, string reason, string message) => Event("ERROR", new JsonObject
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["status"] = "Failure",
        ["code"] = code,
        ["reason"] = reason,
        ["message"] = message,
    });
}
