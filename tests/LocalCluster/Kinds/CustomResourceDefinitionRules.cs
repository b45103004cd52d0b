using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pdp.LocalCluster.CustomResources;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Validation;

namespace Pdp.LocalCluster.Kinds;

/// <summary>A definition names itself after what it defines, stores exactly one version and has a schema for each.</summary>
internal sealed class CustomResourceDefinitionRules : KindRules
{
    public const string Finalizer = "customresourcecleanup.apiextensions.k8s.io";

    public override void Default(JsonObject obj)
    {
        if (obj.Object("spec", "names") is not { } names || names.Text("kind") is not { Length: > 0 } kind)
            return;
        names.TryAdd("singular", kind.ToLowerInvariant());
        names.TryAdd("listKind", kind + "List");
    }

    public override void PrepareCreate(JsonObject obj, WriteContext context)
    {
        var metadata = obj.Object("metadata")!;
        if (metadata["finalizers"] is not JsonArray finalizers)
            metadata["finalizers"] = finalizers = [];
        finalizers.Add(Finalizer);
        obj["status"] = new JsonObject { ["storedVersions"] = new JsonArray([.. Stored(obj)]) };
    }

    public override void Validate(JsonObject obj, ErrorList errors)
    {
        var expected = $"{obj.Text("spec", "names", "plural")}.{obj.Text("spec", "group")}";
        if (obj.Text("metadata", "name") != expected)
            errors.Invalid("metadata.name", obj.At("metadata", "name"), "must be spec.names.plural+\".\"+spec.group");
    }

    public override void ValidateLast(JsonObject obj, ErrorList errors)
    {
        var versions = obj.Items("spec", "versions").ToList();
        if (versions.Count > 0 && versions.Count(v => v.Bool("storage") == true) != 1)
            errors.Invalid("spec.versions", versions.Count, "must have exactly one version marked as storage version");
        for (var i = 0; i < versions.Count; i++)
        {
            var path = $"spec.versions[{i}].schema.openAPIV3Schema";
            if (versions[i].Object("schema", "openAPIV3Schema") is { } schema)
                Schema(schema, path, errors);
            else
                errors.Required(path, "schemas are required");
        }
    }

    private static void Schema(JsonObject schema, string path, ErrorList errors)
    {
        if (schema.Text("type") != "object")
            errors.Invalid($"{path}.type", schema.At("type"), "must be object at the root");
        SchemaRules.Check(schema, path, errors);
        try
        {
            StructuralSchema.Of(schema);
        }
        catch (RegexParseException e)
        {
            errors.Invalid(path, "pattern", $"must be a valid regular expression, but isn't: {e.Error}");
        }
    }

    private static IEnumerable<JsonNode> Stored(JsonObject obj) =>
        obj.Items("spec", "versions").Where(v => v.Bool("storage") == true).Select(v => (JsonNode)JsonValue.Create(v.Text("name") ?? ""));
}
