using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Resources;
using Pdp.LocalCluster.Validation;

namespace Pdp.LocalCluster.Registry;

/// <summary>The rules on metadata, the same for every kind.</summary>
internal static class MetadataRules
{
    private const int MaxAnnotationBytes = 256 * 1024;

    /// <summary>Fields a client cannot change; those it leaves out are carried over.</summary>
    private static readonly string[] System = ["uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"];

    public static void Validate(ResourceDefinition resource, JsonObject obj, ErrorList errors)
    {
        var metadata = obj.Object("metadata") ?? [];
        var name = metadata.Text("name") ?? "";
        if (name.Length == 0)
            errors.Required("metadata.name", "name or generateName is required");
        else if (Formats.Check(resource.NameFormat, name) is { } wrong)
            errors.Invalid("metadata.name", name, wrong);
        if (metadata.At("labels") is { } labels)
            Formats.Pairs("metadata.labels", labels, errors, values: true);
        if (metadata.At("annotations") is { } annotations)
            Annotations(annotations, errors);
        Owners(metadata, errors);
        foreach (var finalizer in metadata.Array("finalizers") ?? [])
        {
            if (finalizer.Text() is { } text && Formats.Check("qualifiedName", text) is { } rule)
                errors.Invalid("metadata.finalizers", text, rule);
        }
    }

    /// <summary>Reports changes of what cannot change, and new finalizers on an object that is going.</summary>
    public static void ValidateUpdate(JsonObject obj, JsonObject old, ErrorList errors)
    {
        foreach (var field in System)
        {
            if (!JsonEquality.Same(obj.At("metadata", field), old.At("metadata", field)))
                errors.Invalid($"metadata.{field}", obj.At("metadata", field), "field is immutable");
        }
        if (old.Text("metadata", "deletionTimestamp") is null)
            return;
        var before = Finalizers(old);
        var added = Finalizers(obj).Where(f => !before.Contains(f, StringComparer.Ordinal)).ToList();
        if (added.Count > 0)
        {
            errors.Forbidden(
                "metadata.finalizers", "no new finalizers can be added if the object is being deleted, found new finalizers []string{"
                + string.Join(", ", added.Select(f => $"\"{f}\"")) + "}");
        }
    }

    /// <summary>Gives a changed object the metadata the server keeps.</summary>
    public static void CarryOver(JsonObject obj, JsonObject old)
    {
        if (obj["metadata"] is not JsonObject metadata)
            obj["metadata"] = metadata = [];
        metadata.Remove("generation");
        metadata.Remove("selfLink");
        foreach (var field in (ReadOnlySpan<string>)["namespace", "generateName", "generation", .. System])
        {
            if (old.At("metadata", field) is { } value)
                metadata.TryAdd(field, value.DeepClone());
        }
    }

    public static IReadOnlyList<string> Finalizers(JsonObject obj) =>
        [.. (obj.Array("metadata", "finalizers") ?? []).Select(f => f.Text() ?? "")];

    private static void Annotations(JsonNode annotations, ErrorList errors)
    {
        Formats.Pairs("metadata.annotations", annotations, errors, values: false);
        if (Kinds.DataSize.Of(annotations as JsonObject) > MaxAnnotationBytes)
            errors.TooLong("metadata.annotations", MaxAnnotationBytes);
    }

    private static void Owners(JsonObject metadata, ErrorList errors)
    {
        var controllers = 0;
        var index = 0;
        foreach (var owner in metadata.Items("ownerReferences"))
        {
            foreach (var field in (ReadOnlySpan<string>)["apiVersion", "kind", "name", "uid"])
            {
                if (owner.Text(field) is not { Length: > 0 })
                    errors.Invalid($"metadata.ownerReferences[{index}].{field}", "", $"{field} must not be empty");
            }
            controllers += owner.Bool("controller") == true ? 1 : 0;
            index++;
        }
        if (controllers > 1)
            errors.Invalid("metadata.ownerReferences", controllers, "Only one reference can have Controller set to true");
    }
}
