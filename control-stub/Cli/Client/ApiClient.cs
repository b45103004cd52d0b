using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Api;

namespace Pdp.ControlStub.Cli.Client;

/// <summary>Talks to the operator API; what it refuses becomes the command's message and exit code.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient _http;

    public ApiClient(Uri server, string token, IReadOnlyList<string> authorities, string? reason = null)
    {
        var handler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10), RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 };
        if (authorities.Count > 0)
            handler.SslOptions = Trusting(authorities);
        _http = new HttpClient(handler) { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (reason is not null)
            _http.DefaultRequestHeaders.TryAddWithoutValidation(ChangeReason.Header, reason);
    }

    /// <summary>Sends a request and reads the whole answer.</summary>
    /// <exception cref="CliException">The control plane refused it or cannot be reached.</exception>
    public async Task<string> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var response = await SendAsync(request, cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>As <see cref="SendAsync(HttpMethod, string, HttpContent?, CancellationToken)"/>, the answer being a JSON object.</summary>
    public async Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken) =>
        (JsonObject)JsonNode.Parse(await SendAsync(HttpMethod.Get, path, null, cancellationToken))!;

    /// <summary>Opens an answer that is read while it comes.</summary>
    /// <param name="path">What is asked for.</param>
    /// <param name="mediaType">In which form, such as <c>text/event-stream</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<HttpResponseMessage> StreamAsync(string path, string mediaType, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(mediaType));
        return await SendAsync(request, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new CliException(ExitCodes.Unreachable, $"The control plane at {_http.BaseAddress} cannot be reached: {e.Message}");
        }

        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw new CliException(
                (int)response.StatusCode >= 500 ? ExitCodes.Unreachable : ExitCodes.Refused,
                Message(response, await response.Content.ReadAsStringAsync(cancellationToken)));
    }

    private static string Message(HttpResponseMessage response, string body)
    {
        try
        {
            if (JsonNode.Parse(body) is JsonObject problem)
                return string.Join('\n', ((JsonArray?)problem["errors"] ?? []).Select(e => "  " + Finding(e!)).Prepend($"{problem["title"]}: {problem["detail"]}"));
        }
        catch (JsonException)
        {
            // Something else than a control plane answered.
        }

        return $"The answer was {(int)response.StatusCode} {response.ReasonPhrase}, not one of a control plane. Check --server.";
    }

    /// <summary>An error, warning or note in a line.</summary>
    internal static string Finding(JsonNode finding)
    {
        var document = finding["document"] is { } index ? $"document {(int)index + 1}, " : "";
        var path = (string?)finding["path"] is { Length: > 0 } where ? $"{where}: " : "";
        return $"{document}{path}{finding["message"]} ({finding["rule"]})";
    }

    private static SslClientAuthenticationOptions Trusting(IReadOnlyList<string> authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            foreach (var authority in authorities)
                policy.CustomTrustStore.ImportFromPemFile(authority);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCodes.Usage, "The file of --ca cannot be read as PEM certificates.");
        }

        return new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
    }
}
