using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.CustomResources;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Resources;
using Pdp.LocalCluster.Typed;

namespace Pdp.LocalCluster.Registry;

/// <summary>From what a client sent to an object of a kind, defaults filled in.</summary>
internal static class ObjectCodec
{
    /// <summary>Decodes a whole object; a refusal is a bad request.</summary>
    public static JsonObject Decode(ResourceDefinition resource, JsonObject source, WriteOptions options)
    {
        CheckKind(resource, source);
        try
        {
            return DecodeUnmapped(resource, source, options);
        }
        catch (DecodeException e)
        {
            throw ApiErrors.BadRequest(
                $"{resource.Kind} in version \"{resource.Version}\" cannot be handled as a {resource.Kind}: {e.Message}");
        }
    }

    /// <summary>Decodes what a JSON or merge patch made; a refusal names the patch, whose text is not repeated.</summary>
    public static JsonObject DecodePatched(ResourceDefinition resource, JsonObject source, WriteOptions options)
    {
        try
        {
            return DecodeUnmapped(resource, source, options);
        }
        catch (DecodeException e)
        {
            throw ApiErrors.Invalid("", "", "patch", "FieldValueInvalid", $"Invalid value: {e.Message}");
        }
    }

    /// <summary>Decodes what an apply made; what does not fit is an error without a class, as with the API server.</summary>
    public static JsonObject DecodeApplied(ResourceDefinition resource, JsonObject source)
    {
        try
        {
            return DecodeUnmapped(resource, source, new WriteOptions(""));
        }
        catch (DecodeException e)
        {
            throw ApiErrors.Unclassified($"failed to convert new typed object ({Identity(resource, source)}) to object: {e.Message}");
        }
    }

    /// <summary>How server-side apply names an object in its errors.</summary>
    public static string Identity(ResourceDefinition resource, JsonObject obj)
    {
        var version = resource.Group.Length == 0 ? $"/{resource.Version}" : resource.ApiVersion;
        return $"{obj.Text("metadata", "namespace")}/{obj.Text("metadata", "name")}; {version}, Kind={resource.Kind}";
    }

    private static JsonObject DecodeUnmapped(ResourceDefinition resource, JsonObject source, WriteOptions options)
    {
        IReadOnlyList<string> unknown;
        var decoded = resource.Custom is { } custom
            ? CustomDecoder.Decode(resource, custom.Schema, source, out unknown)
            : TypedDecoder.Decode(resource.Type, resource.ApiVersion, resource.Kind, source, out unknown);
        Report(unknown, options);
        Defaulter.Apply(resource.Type, decoded);
        resource.Rules.Default(decoded);
        return decoded;
    }

    private static void Report(IReadOnlyList<string> unknown, WriteOptions options)
    {
        if (options.Validation == FieldValidation.Ignore || (unknown.Count == 0 && options.Duplicates.Count == 0))
            return;
        var found = unknown.Select(f => $"unknown field \"{f}\"").Concat(options.Duplicates.Select(f => $"duplicate field \"{f}\""))
            .ToList();
        if (options.Validation == FieldValidation.Strict)
            throw new DecodeException($"strict decoding error: {string.Join(", ", found)}");
        foreach (var warning in found)
            options.Warnings?.Add(warning);
    }

    private static void CheckKind(ResourceDefinition resource, JsonObject source)
    {
        var kind = source.Text("kind") is { Length: > 0 } k ? k : resource.Kind;
        var apiVersion = source.Text("apiVersion") is { Length: > 0 } v ? v : resource.ApiVersion;
        if (kind == resource.Kind && apiVersion == resource.ApiVersion)
            return;
        var slash = apiVersion.LastIndexOf('/');
        throw ApiErrors.BadRequest(
            $"{kind} in version \"{apiVersion[(slash + 1)..]}\" cannot be handled as a {resource.Kind}: "
            + $"expected {resource.ApiVersion}, Kind={resource.Kind}");
    }
}
