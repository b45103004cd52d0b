using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace Pdp.Story.Wire;

/// <summary>The control stub as an operator meets it.</summary>
public sealed class ControlApi : IDisposable
{
    private const string Json = "application/json";
    private const string Yaml = "application/yaml";
    private readonly JsonClient _client;

    /// <summary>Talks to the operators' listener with the admin token.</summary>
    public ControlApi(Uri server, X509Certificate2Collection authority, string token) =>
        _client = new JsonClient(server, PinnedHandler.Create(authority), token);

    /// <summary>The listener's address.</summary>
    public Uri Server => _client.Server;

    /// <summary>Registers a plane.</summary>
    /// <returns>The bootstrap bundle to hand to its agent, as text.</returns>
    public async Task<JsonObject> CreatePlaneAsync(string plane, CancellationToken ct) =>
        (await _client.SendAsync(HttpMethod.Post, "/api/v1/planes", new JsonObject { ["id"] = plane }.ToJsonString(), Json, ct))
        .MustBeOk("create plane").Json;

    /// <summary>What is known of a plane.</summary>
    public async Task<JsonObject> PlaneAsync(string plane, CancellationToken ct) =>
        await _client.GetAsync($"/api/v1/planes/{plane}", ct) ?? throw new StoryException($"the stub does not know plane {plane}");

    /// <summary>Hands over OpenChoreo-style YAML as it is.</summary>
    public async Task<JsonObject> ApplyAsync(string plane, string yaml, CancellationToken ct) =>
        (await _client.SendAsync(HttpMethod.Post, $"/api/v1/apply?plane={plane}", yaml, Yaml, ct)).MustBeOk("apply").Json;

    /// <summary>An intent with its status; null where there is none.</summary>
    public Task<JsonObject?> IntentAsync(string plane, string intent, CancellationToken ct) =>
        _client.GetAsync($"/api/v1/planes/{plane}/intents/{intent}", ct);

    /// <summary>Puts an intent; the stub gives it its generation.</summary>
    public async Task<JsonObject> PutAsync(string plane, string intent, JsonObject document, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(document);
        var answer = await _client.SendAsync(HttpMethod.Put, $"/api/v1/planes/{plane}/intents/{intent}", document.ToJsonString(), Json, ct);
        return answer.MustBeOk($"put {intent}").Json;
    }

    /// <summary>Takes an intent back: the agent prunes what it made.</summary>
    public async Task DeleteAsync(string plane, string intent, CancellationToken ct) =>
        (await _client.SendAsync(HttpMethod.Delete, $"/api/v1/planes/{plane}/intents/{intent}", null, Json, ct)).MustBeOk($"delete {intent}");

    /// <summary>All intents of a plane, those being removed too, without their documents.</summary>
    public async Task<IReadOnlyList<JsonObject>> IntentsAsync(string plane, CancellationToken ct)
    {
        var all = new List<JsonObject>();
        for (var after = ""; after is not null;)
        {
            var page = await _client.GetJsonAsync($"/api/v1/planes/{plane}/intents?removed=true{after}", ct);
            all.AddRange(page["items"]!.AsArray().Select(item => item!.AsObject()));
            after = (string?)page["next"] is { } next ? $"&after={next}" : null;
        }

        return all;
    }

    /// <summary>A page of what happened to a plane.</summary>
    /// <param name="plane">The plane.</param>
    /// <param name="after">The <c>next</c> of the page before; 0 for the start.</param>
    /// <param name="ct">Gives up.</param>
    public Task<JsonObject> EventsAsync(string plane, long after, CancellationToken ct) =>
        _client.GetJsonAsync($"/api/v1/events?plane={plane}&after={after}", ct);

    /// <summary>Any other request, its answer whatever it is.</summary>
    public Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? body, string mediaType, CancellationToken ct) =>
        _client.SendAsync(method, path, body, mediaType, ct);

    public void Dispose() => _client.Dispose();
}
