using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Pdp.Story.Wire;

/// <summary>Plain requests to an HTTPS API with a bearer token.</summary>
public sealed class JsonClient : IDisposable
{
    private readonly HttpClient _http;

    internal JsonClient(Uri server, HttpMessageHandler handler, string? token)
    {
        Server = server;
        _http = new HttpClient(handler) { BaseAddress = server, Timeout = TimeSpan.FromSeconds(30) };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("pdp-story/1");
        if (token is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <summary>The API's address.</summary>
    public Uri Server { get; }

    /// <summary>Sends a request and reads the whole answer, whatever its status.</summary>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? body, string mediaType, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        }

        using var answer = await _http.SendAsync(request, ct);
        return new ApiAnswer(answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync(ct));
    }

    /// <summary>A JSON object, or null where there is none.</summary>
    /// <exception cref="StoryException">Any other answer.</exception>
    public async Task<JsonObject?> GetAsync(string path, CancellationToken ct)
    {
        var answer = await SendAsync(HttpMethod.Get, path, null, "", ct);
        return answer.Status == HttpStatusCode.NotFound ? null : answer.MustBeOk($"GET {path}").Json;
    }

    /// <summary>A JSON object from where there is also something else to be had.</summary>
    /// <exception cref="StoryException">Any other answer.</exception>
    public async Task<JsonObject> GetJsonAsync(string path, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("application/json");
        using var answer = await _http.SendAsync(request, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        return new ApiAnswer(answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, text).MustBeOk($"GET {path}").Json;
    }

    /// <summary>Lines of an answer that does not end by itself.</summary>
    public async IAsyncEnumerable<string> LinesAsync(
        string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        using var answer = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, ct);
        answer.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(ct));
        while (await reader.ReadLineAsync(ct) is { } line)
        {
            yield return line;
        }
    }

    public void Dispose() => _http.Dispose();
}
