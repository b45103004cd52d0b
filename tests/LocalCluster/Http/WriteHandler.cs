using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Registry;
using Pdp.LocalCluster.Resources;

namespace Pdp.LocalCluster.Http;

/// <summary>create and update.</summary>
internal sealed class WriteHandler(ObjectWriter writer, ReadHandler reader)
{
    public async Task CreateAsync(ApiRequest request)
    {
        var options = request.WriteOptions("CreateOptions");
        var obj = await BodyAsync(request, options);
        var stored = writer.Create(request.Resource, NamespaceOf(request, obj), obj, options);
        await reader.WriteAsync(request, 201, stored);
    }

    public async Task UpdateAsync(ApiRequest request, string subresource = "")
    {
        var options = request.WriteOptions("UpdateOptions");
        var obj = await BodyAsync(request, options);
        CheckName(obj, request.Key.Name);
        // A retry starts from what the client sent, not from what the first attempt made of it.
        var change = new Func<JsonObject?, ObjectChange>(_ => new ObjectChange((JsonObject)obj.DeepClone()));
        var result = writer.Update(
            request.Resource, request.Key, change, options, subresource, mayCreate: request.Resource.CreatesOnUpdate
                && subresource.Length == 0);
        await reader.WriteAsync(request, result.IsNew ? 201 : 200, result.Stored);
    }

    public async Task FinalizeAsync(ApiRequest request)
    {
        var options = request.WriteOptions("UpdateOptions");
        var obj = await BodyAsync(request, options with { Validation = FieldValidation.Ignore });
        CheckName(obj, request.Key.Name);
        var result = writer.Update(request.Resource, request.Key, ClusterApi.Finalizing(obj), options, "finalize");
        await reader.WriteAsync(request, 200, result.Stored);
    }

    /// <exception cref="ApiException">The object names itself otherwise than the path does.</exception>
    public static void CheckName(JsonObject obj, string name)
    {
        var given = obj.Text("metadata", "name") ?? "";
        if (given.Length == 0)
            throw ApiErrors.BadRequest("the name of the object (based on URL) was undeterminable: name must be provided");
        if (given != name)
            throw ApiErrors.BadRequest($"the name of the object ({given}) does not match the name on the URL ({name})");
    }

    private static async Task<JsonObject> BodyAsync(ApiRequest request, WriteOptions options)
    {
        var duplicates = new List<string>();
        var body = await BodyReader.ObjectAsync(request.Http.Request, request.Resource.Type, duplicates, request.Aborted);
        if (request.Resource.View is { } view)
            body = view.ToStored(body);
        return ObjectCodec.Decode(Stored(request.Resource), body, options with { Duplicates = duplicates });
    }

    /// <summary>The definition objects of a resource are decoded by: their own, or that of what a view is stored as.</summary>
    internal static ResourceDefinition Stored(ResourceDefinition resource) =>
        resource.View is { } view ? BuiltInResources.All.First(r => r.Resource == view.StoredAs) : resource;

    private static string NamespaceOf(ApiRequest request, JsonObject obj)
    {
        if (!request.Resource.Namespaced)
            return "";
        // Without a namespace in the path the object may name it.
        return request.Target.Namespace ?? (
            obj.Text("metadata", "namespace") is { Length: > 0 } given
                ? given
                : throw ApiErrors.BadRequest("an empty namespace may not be set during creation"));
    }
}
