using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Storage;

namespace Pdp.LocalCluster.Http;

/// <summary>A container's output, straight from the node.</summary>
internal sealed class LogHandler(TimeProvider time, IHostApplicationLifetime lifetime, IPodLogs? source = null)
{
    public async Task ReadAsync(ApiRequest request, StoredObject pod)
    {
        var logs = source ?? throw ApiErrors.BadRequest("the node of this cluster keeps no logs");
        var options = Options(request, pod.Value);
        var limit = request.Number("limitBytes") is { } bytes and > 0 ? bytes : long.MaxValue;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted, lifetime.ApplicationStopping);
        var response = request.Http.Response;
        try
        {
            // The first lines decide whether there is anything to answer with but an error.
            await using var lines = logs.ReadAsync(pod.Value, options, end.Token).GetAsyncEnumerator(end.Token);
            var next = lines.MoveNextAsync();
            response.ContentType = "text/plain";
            if (!next.IsCompleted && options.Follow)
                await response.BodyWriter.FlushAsync(end.Token);
            while (await next && limit > 0)
            {
                var text = lines.Current.Length > limit ? lines.Current[..(int)limit] : lines.Current;
                limit -= text.Length;
                await response.BodyWriter.WriteAsync(text, end.Token);
                next = lines.MoveNextAsync();
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The client has heard enough, or the server stops.
        }
    }

    private PodLogOptions Options(ApiRequest request, JsonObject pod)
    {
        if (request.Number("sinceSeconds") is not null && request.Query("sinceTime") is not null)
            throw ApiErrors.Invalid(
                "PodLogOptions", "", "", "FieldValueForbidden", "Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified");
        return new PodLogOptions(
            Container(request, pod),
            request.Flag("follow"),
            request.Flag("previous"),
            request.Flag("timestamps"),
            Since(request),
            request.Number("tailLines") is { } lines ? Math.Max(0, lines) : null);
    }

    private DateTimeOffset? Since(ApiRequest request)
    {
        if (request.Number("sinceSeconds") is { } seconds)
            return time.GetUtcNow().AddSeconds(-Math.Clamp(seconds, 1, int.MaxValue));
        if (request.Query("sinceTime") is not { Length: > 0 } text)
            return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since)
            ? since
            : throw ApiErrors.BadRequest("sinceTime must be an RFC 3339 time");
    }

    private static string Container(ApiRequest request, JsonObject pod)
    {
        var name = pod.Text("metadata", "name");
        var containers = pod.Items("spec", "containers").Select(c => c.Text("name") ?? "").ToList();
        var all = containers.Concat(pod.Items("spec", "initContainers").Select(c => c.Text("name") ?? ""));
        if (request.Query("container") is { Length: > 0 } wanted)
            return all.Contains(wanted, StringComparer.Ordinal)
                ? wanted
                : throw ApiErrors.BadRequest($"container {wanted} is not valid for pod {name}");
        return containers is [var only]
            ? only
            : throw ApiErrors.BadRequest(
                $"a container name must be specified for pod {name}, choose one of: [{string.Join(' ', containers)}]");
    }
}
