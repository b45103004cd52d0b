using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Registry;
using Pdp.LocalCluster.Schema;
using Pdp.LocalCluster.Storage;

namespace Pdp.LocalCluster.Http;

/// <summary>What lies below an object: status, scale, and the particular ones of pods, namespaces and service accounts.</summary>
internal sealed class SubresourceHandler(
    ObjectStore store,
    ReadHandler reader,
    WriteHandler writes,
    PatchHandler patches,
    ObjectWriter writer,
    LogHandler logs,
    EvictionHandler evictions,
    TokenRequestHandler tokens)
{
    public Task HandleAsync(ApiRequest request, string verb) => (request.Target.Subresource, verb) switch
    {
        ("status", "get") => reader.GetAsync(request),
        ("status", "update") => writes.UpdateAsync(request, "status"),
        ("status", "patch") => patches.PatchAsync(request, "status"),
        ("scale", "get") => ScaleAsync(request, Found(request)),
        ("scale", "update") => PutScaleAsync(request),
        ("scale", "patch") => patches.PatchAsync(request, "scale"),
        ("finalize", "update") => writes.FinalizeAsync(request),
        ("binding", "create") => BindAsync(request),
        ("eviction", "create") => evictions.EvictAsync(request),
        ("log", "get") => logs.ReadAsync(request, Found(request)),
        ("token", "create") => tokens.CreateAsync(request, Found(request)),
        _ => throw ApiErrors.MethodNotAllowed(),
    };

    private StoredObject Found(ApiRequest request) =>
        store.Table(request.Resource.StoredAs).Current.Get(request.Key) ?? throw ApiErrors.NotFound(request.Resource, request.Key.Name);

    private static Task ScaleAsync(ApiRequest request, StoredObject stored) =>
        ApiResponse.WriteAsync(request.Http, 200, ScaleView.Of(request.Resource, stored.Value));

    private async Task PutScaleAsync(ApiRequest request)
    {
        var options = request.WriteOptions("UpdateOptions");
        var scale = await BodyReader.ObjectAsync(request.Http.Request, BuiltInTypes.Get("Scale"), [], request.Aborted);
        if (scale.Text("kind") is { } kind and not "Scale")
            throw ApiErrors.BadRequest($"{kind} cannot be handled as a Scale");
        WriteHandler.CheckName(scale, request.Key.Name);
        var result = writer.Update(request.Resource, request.Key, ScaleView.Writing(request.Resource, scale), options, "scale");
        await ScaleAsync(request, result.Stored);
    }

    private async Task BindAsync(ApiRequest request)
    {
        var binding = await BodyReader.ObjectAsync(request.Http.Request, BuiltInTypes.Get("Binding"), [], request.Aborted);
        if (binding.Text("target", "name") is not { Length: > 0 } node)
            throw ApiErrors.Invalid("Binding", request.Key.Name, "target.name", "FieldValueRequired", "Required value");
        writer.Update(request.Resource, request.Key, PodBinding.To(node), request.WriteOptions("CreateOptions"), "binding");
        await ApiResponse.CreatedAsync(request.Http);
    }
}
