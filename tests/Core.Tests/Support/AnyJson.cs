using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Pdp.Core.Tests.Support;

/// <summary>JSON of any shape, with the member names the product looks for.</summary>
internal static class AnyJson
{
    private static readonly string[] _names =
    [
        "spec", "status", "metadata", "template", "jobTemplate", "labels", "annotations", "selector", "matchLabels", "conditions", "type", "reason",
        "replicas", "observedGeneration", "generation", "containerStatuses", "state", "waiting", "terminated", "managedFields", "manager", "operation",
        "fieldsV1", "f:spec", "k:{\"name\":\"a\"}", "k:{", "names", "group", "scope", "kind", "data", "type", "immutable", "volumeClaimTemplates",
        "ports", "port", "protocol", "name", "requests", "cpu", "deletionTimestamp", "uid", "namespace", "phase", "items", "creationTimestamp",
    ];

    public static Gen<JsonNode?> Node { get; } = Gen.Sized(size => Sized(Math.Min(size, 5)));

    public static Gen<JsonObject> Object { get; } = Gen.Sized(size => Members(Math.Min(size, 5)));

    private static Gen<JsonNode?> Sized(int depth)
    {
        var scalar = Gen.OneOf<JsonNode?>(
            Gen.Elements("", "a", "True", "1000m", "pdp-agent", "Apply", "shop", "2026-01-01T00:00:00Z").Select(text => (JsonNode?)text),
            Gen.Choose(-2, 5).Select(number => (JsonNode?)number),
            Gen.Elements(true, false).Select(flag => (JsonNode?)flag),
            Gen.Constant((JsonNode?)null));
        return depth == 0
            ? scalar
            : Gen.OneOf(scalar, Members(depth - 1).Select(o => (JsonNode?)o), Sized(depth - 1).ArrayOf(2).Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])));
    }

    private static Gen<JsonObject> Members(int depth) =>
        from count in Gen.Choose(0, 4)
        from names in Gen.Elements(_names).ArrayOf(count)
        from values in Sized(Math.Max(0, depth - 1)).ArrayOf(count)
        select new JsonObject(names.Zip(values).DistinctBy(pair => pair.First).Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.First, pair.Second?.DeepClone())));
}
