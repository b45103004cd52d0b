using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Patches;
using Pdp.LocalCluster.Registry;
using Pdp.LocalCluster.Resources;

namespace Pdp.LocalCluster.Http;

/// <summary>patch, in all its forms.</summary>
internal sealed class PatchHandler(ObjectWriter writer, ReadHandler reader, TimeProvider time)
{
    private const string Json = "application/json-patch+json";
    private const string Merge = "application/merge-patch+json";
    private const string Strategic = "application/strategic-merge-patch+json";
    private const string Apply = "application/apply-patch+yaml";

    public async Task PatchAsync(ApiRequest request, string subresource = "")
    {
        var type = BodyReader.MediaType(request.Http.Request);
        string[] accepted = request.Resource.Custom is null ? [Json, Merge, Strategic, Apply] : [Json, Merge, Apply];
        if (!accepted.Contains(type, StringComparer.Ordinal))
            throw ApiErrors.UnsupportedMediaType(string.Join(", ", accepted));
        var body = await BodyReader.ReadAsync(request.Http.Request, request.Aborted);
        if (type == Apply)
        {
            var applied = new ApplyPatcher(writer, time).Apply(request, body, subresource);
            await AnswerAsync(request, applied, subresource);
            return;
        }
        if (request.Query("force") is not null)
            throw ApiErrors.Invalid(
                "PatchOptions.meta.k8s.io", "", "force", "FieldValueForbidden", "Forbidden: may not be specified for non-apply patch");
        var options = request.WriteOptions("PatchOptions");
        var duplicates = new List<string>();
        var patch = Read(body, type == Json, duplicates);
        options = options with { Duplicates = duplicates };
        var result = writer.Update(
            request.Resource, request.Key, Change(request.Resource, type, patch, options, subresource), options, subresource);
        await AnswerAsync(request, result, subresource);
    }

    private Task AnswerAsync(ApiRequest request, WriteResult result, string subresource)
    {
        if (subresource != "scale")
            return reader.WriteAsync(request, result.IsNew ? 201 : 200, result.Stored);
        ApiResponse.Warn(request.Http, request.Warnings);
        return ApiResponse.WriteAsync(request.Http, 200, ScaleView.Of(request.Resource, result.Stored.Value));
    }

    /// <summary>The change a patch asks for, against whatever is there when it is made.</summary>
    private static Func<JsonObject?, ObjectChange> Change(
        ResourceDefinition resource, string type, JsonNode patch, WriteOptions options, string subresource)
    {
        var stored = WriteHandler.Stored(resource);
        return current =>
        {
            // Every attempt warns of the same; only the last one is heard.
            options.Warnings?.Clear();
            if (subresource == "scale")
                return ScaleView.Writing(resource, Patched(resource, type, ScaleView.Of(resource, current!), patch))(current);
            var before = resource.View is { } view ? view.FromStored(current!) : current!;
            var patched = Patched(resource, type, before, patch);
            if (patched.Text("apiVersion") != resource.ApiVersion || patched.Text("kind") != resource.Kind)
                throw ApiErrors.BadRequest(
                    $"the patch may not change apiVersion and kind: expected {resource.ApiVersion}, Kind={resource.Kind}");
            WriteHandler.CheckName(patched, current.Text("metadata", "name") ?? "");
            if (resource.View is { } back)
                patched = back.ToStored(patched);
            return new ObjectChange(ObjectCodec.DecodePatched(stored, patched, options), FromCurrent: true);
        };
    }

    private static JsonObject Patched(ResourceDefinition resource, string type, JsonObject before, JsonNode patch)
    {
        try
        {
            switch (type)
            {
                case Json:
                    return JsonPatch.Apply(before, (JsonArray)patch) as JsonObject ?? throw new PatchException(
                        "the result is no object", isMalformed: true);
                case Strategic:
                    return StrategicMergePatch.Apply(resource.Type, before, (JsonObject)patch);
                default:
                    var merged = (JsonObject)before.DeepClone();
                    MergePatch.Apply(merged, (JsonObject)patch);
                    return merged;
            }
        }
        catch (PatchException e)
        {
            throw e.IsMalformed
                ? ApiErrors.BadRequest(e.Message)
                : new ApiException(new ApiStatus(422, "Invalid", "the server rejected our request due to an error in our request"));
        }
    }

    private static JsonNode Read(byte[] body, bool isOperations, List<string> duplicates)
    {
        try
        {
            return JsonText.Parse(body, duplicates) switch
            {
                JsonArray { Count: > JsonPatch.MaxOperations } =>
                    throw ApiErrors.TooLarge($"The allowed maximum operations in a JSON patch is {JsonPatch.MaxOperations}"),
                JsonArray array when isOperations => array,
                JsonObject obj when !isOperations => obj,
                _ => throw ApiErrors.BadRequest($"error decoding patch: expected {(isOperations ? "a list of operations" : "an object")}"),
            };
        }
        catch (FormatException e)
        {
            throw ApiErrors.BadRequest($"error decoding patch: {e.Message}");
        }
    }
}
