using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Policy.Model;

namespace Pdp.Core.Policy.Rules;

/// <summary>
/// An object is one object, and the one the other rules judge: what would be sent says the same as the key it is known by.
/// </summary>
internal sealed class ShapeRule : ObjectRule
{
    /// <inheritdoc/>
    public override string Name => "shape";

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(CheckedObject wanted, PolicyRequest request, PolicyRules rules)
    {
        var (manifest, key) = (wanted.Manifest, wanted.Key);
        if (manifest["items"] is JsonArray)
            yield return wanted.Finding("items", "must not be there: give each object by itself");
        if (manifest.At("metadata", "generateName") is not null)
            yield return wanted.Finding("metadata.generateName", "must not be set: an object needs a name to be judged and found again");
        var (apiVersion, kind, name) = (manifest.Text("apiVersion"), manifest.Text("kind"), manifest.Text("metadata", "name"));
        if (apiVersion != key.ApiVersion || kind != key.Kind || name != key.Name)
            yield return wanted.Finding("apiVersion, kind and metadata.name", "must be spelled as Kubernetes does");
        if (manifest.At("metadata", "namespace") is { } place && (place as JsonValue)?.ToString() != (key.Namespace ?? ""))
            yield return wanted.Finding("metadata.namespace", "must be the namespace of the intent, or left out");
        foreach (var (member, _) in manifest.Where(member => IsMisspelled(member.Key)))
            yield return wanted.Finding(member, "must be spelled as Kubernetes does");
    }

    private static bool IsMisspelled(string name) =>
        name.ToLowerInvariant() switch
        {
            "apiversion" => name != "apiVersion",
            "kind" => name != "kind",
            "metadata" => name != "metadata",
            "spec" => name != "spec",
            "type" => name != "type",
            "data" => name != "data",
            "stringdata" => name != "stringData",
            _ => false,
        };
}
