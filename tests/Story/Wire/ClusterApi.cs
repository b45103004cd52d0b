using System.Net;
using System.Text.Json.Nodes;

namespace Pdp.Story.Wire;

/// <summary>The cluster as its own administrator meets it: the Kubernetes API, nothing else.</summary>
public sealed class ClusterApi : IDisposable
{
    private readonly Kubeconfig _kubeconfig;
    private readonly JsonClient _client;

    /// <summary>Talks to the cluster of a kubeconfig.</summary>
    public ClusterApi(Kubeconfig kubeconfig)
    {
        ArgumentNullException.ThrowIfNull(kubeconfig);
        _kubeconfig = kubeconfig;
        _client = new JsonClient(kubeconfig.Server, Handler(), kubeconfig.Token);
    }

    /// <summary>The API server's address.</summary>
    public Uri Server => _kubeconfig.Server;

    /// <summary>A fresh connection to the API server, without the token.</summary>
    public HttpMessageHandler Handler() => PinnedHandler.Create(_kubeconfig.Authority, _kubeconfig.ClientCertificate);

    /// <summary>The administrator's token.</summary>
    public string? Token => _kubeconfig.Token;

    /// <summary>An object, or null where there is none.</summary>
    public Task<JsonObject?> GetAsync(string path, CancellationToken ct) => _client.GetAsync(path, ct);

    /// <summary>The items of a list.</summary>
    /// <param name="path">Collection, with selectors if any.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(string path, CancellationToken ct)
    {
        var list = await _client.GetAsync(path, ct) ?? throw new StoryException($"GET {path}: the cluster does not serve it");
        return [.. list["items"]!.AsArray().Select(item => item!.AsObject())];
    }

    /// <summary>Changes part of an object, as a person with <c>kubectl patch</c> would: list items are found by their key.</summary>
    public async Task<JsonObject> StrategicMergeAsync(string path, JsonObject change, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(change);
        const string StrategicMerge = "application/strategic-merge-patch+json";
        var answer = await _client.SendAsync(HttpMethod.Patch, path + "?fieldManager=somebody", change.ToJsonString(), StrategicMerge, ct);
        return answer.MustBeOk($"PATCH {path}").Json;
    }

    /// <summary>Creates an object, or finds it there.</summary>
    public async Task CreateAsync(string path, JsonObject item, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(item);
        var answer = await _client.SendAsync(HttpMethod.Post, path, item.ToJsonString(), "application/json", ct);
        if (answer.Status != HttpStatusCode.Conflict)
        {
            answer.MustBeOk($"POST {path}");
        }
    }

    /// <summary>Deletes an object; one that is not there is well.</summary>
    public async Task DeleteAsync(string path, CancellationToken ct)
    {
        var answer = await _client.SendAsync(HttpMethod.Delete, path, null, "", ct);
        if (answer.Status != HttpStatusCode.NotFound)
        {
            answer.MustBeOk($"DELETE {path}");
        }
    }

    /// <summary>Any other request, its answer whatever it is.</summary>
    public Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? body, string mediaType, CancellationToken ct) =>
        _client.SendAsync(method, path, body, mediaType, ct);

    /// <summary>Changes of a collection as they happen, each a watch event.</summary>
    public async IAsyncEnumerable<JsonObject> WatchAsync(
        string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(path);
        var query = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        await foreach (var line in _client.LinesAsync($"{path}{query}watch=1", ct))
        {
            yield return JsonNode.Parse(line)!.AsObject();
        }
    }

    public void Dispose() => _client.Dispose();
}
