using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Resources;

namespace Pdp.LocalCluster.CustomResources;

/// <summary>Makes the served resources of a CustomResourceDefinition.</summary>
internal static class DefinitionReader
{
    /// <summary>One resource per served version; the definition has been validated.</summary>
    public static IReadOnlyList<ResourceDefinition> Read(JsonObject definition) =>
        [.. definition.Items("spec", "versions").Where(v => v.Bool("served") == true).Select(v => Version(definition, v))];

    private static ResourceDefinition Version(JsonObject definition, JsonObject version)
    {
        var spec = definition.Object("spec")!;
        var names = spec.Object("names")!;
        var kind = names.Text("kind")!;
        var schema = StructuralSchema.Of(version.Object("schema", "openAPIV3Schema") ?? AnyObject());
        return new ResourceDefinition(spec.Text("group")!, version.Text("name")!, kind, names.Text("plural")!)
        {
            Singular = names.Text("singular") ?? kind.ToLowerInvariant(),
            ListKind = names.Text("listKind") ?? kind + "List",
            ShortNames = Texts(names, "shortNames"),
            Categories = Texts(names, "categories"),
            Namespaced = spec.Text("scope") == "Namespaced",
            // The order in which the API server lists the verbs of custom resources.
            Verbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"],
            Type = SchemaTypeBuilder.Root(kind, schema),
            Custom = new CustomVersion(schema, version.Bool("storage") == true, Columns(version), Deprecation(definition, version)),
            HasStatus = version.Object("subresources", "status") is not null,
            Scale = version.Object("subresources", "scale") is { } scale ? Scale(scale) : null,
            CountsGenerations = true,
            AllowsUnconditionalUpdate = false,
            SelectableFields = [.. version.Items("selectableFields").Select(f => (f.Text("jsonPath") ?? "").TrimStart('.'))],
        };
    }

    private static JsonObject AnyObject() => new() { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true };

    private static JsonArray Columns(JsonObject version) =>
        version.Array("additionalPrinterColumns")?.DeepClone() as JsonArray ?? [];

    private static string? Deprecation(JsonObject definition, JsonObject version)
    {
        if (version.Bool("deprecated") != true)
            return null;
        var spec = definition.Object("spec");
        return version.Text("deprecationWarning")
            ?? $"{spec.Text("group")}/{version.Text("name")} {spec.Text("names", "kind")} is deprecated";
    }

    private static ScalePaths Scale(JsonObject scale)
    {
        var selector = scale.Text("labelSelectorPath");
        return new ScalePaths(
            Path(scale.Text("specReplicasPath")!),
            Path(scale.Text("statusReplicasPath")!),
            selector is null ? null : Path(selector));
    }

    private static string[] Path(string jsonPath) => jsonPath.Split('.', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Texts(JsonObject names, string field) => [.. (names.Array(field) ?? []).Select(n => n.Text() ?? "")];
}
