using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;
using Pdp.LocalCluster.Storage;
using Pdp.LocalCluster.Typed;

namespace Pdp.LocalCluster.Http;

/// <summary>get and list of what is measured, worded as metrics-server answers: nothing of it is stored, and it is always a JSON object.</summary>
internal sealed class MeasuredHandler(ObjectStore store, TimeProvider time, IPodUsage? usage = null)
{
    public Task GetAsync(ApiRequest request)
    {
        var metrics = store.Table("pods").Current.Get(request.Key) is { } pod ? Of(pod.Value) : null;
        if (metrics is null) throw NotFound(request);
        metrics["kind"] = request.Resource.Kind;
        metrics["apiVersion"] = request.Resource.ApiVersion;
        return ApiResponse.WriteAsync(request.Http, 200, metrics);
    }

    public Task ListAsync(ApiRequest request, ListOptions options)
    {
        var found = ReadHandler.Matching(store.Table("pods").Current, request, options).Select(pod => Of(pod.Value)).OfType<JsonObject>();
        return ApiResponse.WriteAsync(request.Http, 200, new JsonObject
        {
            ["kind"] = request.Resource.ListKind,
            ["apiVersion"] = request.Resource.ApiVersion,
            ["metadata"] = new JsonObject(),
            ["items"] = new JsonArray([.. found]),
        });
    }

    private JsonObject? Of(JsonObject pod)
    {
        if (usage?.Of(pod) is not { } measured) return null;
        var metadata = new JsonObject { ["name"] = pod.Name(), ["namespace"] = pod.Namespace(), ["creationTimestamp"] = time.GetUtcNow().ToKube() };
        if (pod.Object("metadata", "labels") is { } labels) metadata["labels"] = labels.DeepClone();
        return new JsonObject
        {
            ["metadata"] = metadata,
            ["timestamp"] = measured.Time.ToKube(),
            ["window"] = Duration(measured.Window),
            ["containers"] = new JsonArray([.. measured.Containers.Select(Of)]),
        };
    }

    private static JsonObject Of(ContainerUsage container) => new()
    {
        ["name"] = container.Name,
        ["usage"] = new JsonObject
        {
            ["cpu"] = Quantity.Canonical(string.Create(CultureInfo.InvariantCulture, $"{container.Nanocores}n")),
            ["memory"] = Quantity.Canonical(string.Create(CultureInfo.InvariantCulture, $"{container.MemoryBytes / 1024}Ki")),
        },
    };

    // As Go writes a duration of less than an hour.
    private static string Duration(TimeSpan window) => window < TimeSpan.FromMinutes(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{window.TotalSeconds:0.###}s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)window.TotalMinutes}m{window.TotalSeconds % 60:0.###}s");

    private static ApiException NotFound(ApiRequest request) => new(new ApiStatus(
        404, "NotFound", $"podmetrics.metrics.k8s.io \"{request.Key.Namespace}/{request.Key.Name}\" not found")
    {
        Group = request.Resource.Group,
        Kind = "podmetrics",
        Name = $"{request.Key.Namespace}/{request.Key.Name}",
    });
}
