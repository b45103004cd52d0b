using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.CustomResources;

/// <summary>A custom resource's <c>openAPIV3Schema</c>, read once: what pruning, defaults and validation look at.</summary>
internal sealed class StructuralSchema
{
    private StructuralSchema(JsonObject source)
    {
        Source = source;
        Type = source.Text("type");
        Properties = source.Object("properties") is { } properties
            ? properties.Where(p => p.Value is JsonObject).ToDictionary(p => p.Key, p => Of((JsonObject)p.Value!), StringComparer.Ordinal)
            : [];
        Values = source.At("additionalProperties") switch
        {
            JsonObject values => Of(values),
            { } allowed when allowed.Bool() == true => Of(new JsonObject { ["x-kubernetes-preserve-unknown-fields"] = true }),
            _ => null,
        };
        Items = source.Object("items") is { } items ? Of(items) : null;
        Required = [.. (source.Array("required") ?? []).Select(r => r.Text() ?? "")];
        Pattern = source.Text("pattern") is { } pattern ? new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)) : null;
        AllOf = [.. source.Items("allOf").Select(Of)];
        AnyOf = [.. source.Items("anyOf").Select(Of)];
        OneOf = [.. source.Items("oneOf").Select(Of)];
        Not = source.Object("not") is { } not ? Of(not) : null;
    }

    /// <summary>The schema as it was written.</summary>
    public JsonObject Source { get; }

    public string? Type { get; }

    public IReadOnlyDictionary<string, StructuralSchema> Properties { get; }

    /// <summary>The schema of a map's values.</summary>
    public StructuralSchema? Values { get; }

    public StructuralSchema? Items { get; }

    public IReadOnlyList<string> Required { get; }

    public Regex? Pattern { get; }

    public IReadOnlyList<StructuralSchema> AllOf { get; }

    public IReadOnlyList<StructuralSchema> AnyOf { get; }

    public IReadOnlyList<StructuralSchema> OneOf { get; }

    public StructuralSchema? Not { get; }

    public bool Nullable => Source.Bool("nullable") == true;

    public bool KeepsUnknown => Source.Bool("x-kubernetes-preserve-unknown-fields") == true;

    public bool IsEmbedded => Source.Bool("x-kubernetes-embedded-resource") == true;

    public bool IsIntOrString => Source.Bool("x-kubernetes-int-or-string") == true;

    public JsonNode? Default => Source.At("default");

    /// <exception cref="ArgumentException">A pattern that is no regular expression.</exception>
    public static StructuralSchema Of(JsonObject source) => new(source);
}
