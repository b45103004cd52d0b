using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Validation;

namespace Pdp.LocalCluster.Kinds;

/// <summary>The rule ConfigMaps and Secrets with <c>immutable: true</c> share.</summary>
internal static class Immutability
{
    private const string Rule = "field is immutable when `immutable` is set";

    public static void Check(JsonObject obj, JsonObject old, ErrorList errors, params ReadOnlySpan<string> fields)
    {
        if (old.Bool("immutable") != true)
            return;
        if (obj.Bool("immutable") != true)
            errors.Forbidden("immutable", Rule);
        foreach (var field in fields)
        {
            if (!JsonEquality.Same(obj.At(field), old.At(field)))
                errors.Forbidden(field, Rule);
        }
    }
}
