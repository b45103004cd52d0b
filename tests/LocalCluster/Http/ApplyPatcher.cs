using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Apply;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Registry;
using Pdp.LocalCluster.Resources;

namespace Pdp.LocalCluster.Http;

/// <summary>Server-side apply.</summary>
internal sealed class ApplyPatcher(ObjectWriter writer, TimeProvider time)
{
    public WriteResult Apply(ApiRequest request, byte[] body, string subresource)
    {
        if (request.Query("fieldManager") is not { Length: > 0 })
        {
            throw ApiErrors.Invalid(
                "PatchOptions.meta.k8s.io", "", "fieldManager", "FieldValueRequired", "Required value: is required for apply patch");
        }
        var options = request.WriteOptions("PatchOptions");
        var duplicates = new List<string>();
        var config = Read(body, duplicates);
        if (subresource == "scale")
            config = OfScale(request.Resource, config);
        Check(request.Resource, config);
        Duplicates(duplicates, options);
        var resource = request.Resource;
        var force = request.Flag("force");
        ObjectChange Change(JsonObject? current) =>
            Merged(resource, config, current, options.Manager, force, request.Key.Name, subresource, time.GetUtcNow());
        return writer.Update(resource, request.Key, Change, options, subresource, mayCreate: subresource.Length == 0);
    }

    internal static ObjectChange Merged(
        ResourceDefinition resource, JsonObject config, JsonObject? current, string manager, bool force, string name, string subresource,
        DateTimeOffset now)
    {
        try
        {
            var merged = ObjectWriter.Tracker(resource, subresource).Apply(current ?? [], config, manager, force, now);
            var metadata = merged["metadata"] as JsonObject;
            if (metadata is null)
                merged["metadata"] = metadata = [];
            metadata.TryAdd("name", name);
            WriteHandler.CheckName(merged, name);
            return new ObjectChange(ObjectCodec.DecodeApplied(resource, merged), IsTracked: true, FromCurrent: true);
        }
        catch (FieldTypeException e)
        {
            throw ApiErrors.Unclassified(
                $"failed to create typed live object ({ObjectCodec.Identity(resource, current ?? config)}): {e.Message}");
        }
        catch (ApplyConflictException e)
        {
            throw new ApiException(new ApiStatus(409, "Conflict", e.Message)
            {
                Causes = [.. e.Conflicts.Select(c => new StatusCause("FieldManagerConflict", $"conflict with {c.Owner}", c.Field))],
            });
        }
    }

    private static void Check(ResourceDefinition resource, JsonObject config)
    {
        if (config.Text("apiVersion") != resource.ApiVersion || config.Text("kind") != resource.Kind)
            throw ApiErrors.BadRequest($"invalid object type: {config.Text("apiVersion") ?? "/"}, Kind={config.Text("kind")}");
        if (config.At("metadata") is JsonObject metadata && metadata.ContainsKey("managedFields"))
            throw ApiErrors.BadRequest("metadata.managedFields must be nil");
        try
        {
            FieldCollector.Check(resource.Type, config);
        }
        catch (FieldTypeException e)
        {
            throw ApiErrors.Unclassified($"failed to create typed patch object ({ObjectCodec.Identity(resource, config)}): {e.Message}");
        }
    }

    private static void Duplicates(List<string> duplicates, WriteOptions options)
    {
        if (duplicates.Count == 0 || options.Validation == FieldValidation.Ignore)
            return;
        if (options.Validation == FieldValidation.Strict)
            throw ApiErrors.BadRequest(
                $"error strict decoding patch: {string.Join(", ", duplicates.Select(d => $"duplicate field \"{d}\""))}");
        foreach (var field in duplicates)
            options.Warnings?.Add($"duplicate field \"{field}\"");
    }

    /// <summary>An applied Scale says how many the object should have.</summary>
    private static JsonObject OfScale(ResourceDefinition resource, JsonObject scale)
    {
        var config = new JsonObject
        {
            ["apiVersion"] = resource.ApiVersion,
            ["kind"] = resource.Kind,
            ["metadata"] = scale.At("metadata")?.DeepClone() ?? new JsonObject(),
        };
        var parent = config;
        foreach (var key in resource.Scale!.SpecReplicas.AsSpan(0, resource.Scale.SpecReplicas.Length - 1))
            parent[key] = parent = [];
        if (scale.At("spec", "replicas") is { } replicas)
            parent[resource.Scale.SpecReplicas[^1]] = replicas.DeepClone();
        return config;
    }

    private static JsonObject Read(byte[] body, List<string> duplicates)
    {
        try
        {
            return BodyReader.Parse(body, isYaml: true, duplicates) as JsonObject ?? throw new FormatException("it is not an object");
        }
        catch (FormatException e)
        {
            throw ApiErrors.BadRequest($"error decoding patch: {e.Message}");
        }
    }
}
