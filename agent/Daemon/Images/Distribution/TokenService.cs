using System.Net;
using System.Text.Json;
using Pdp.Daemon.Images.Configuration;
using Pdp.Daemon.Images.Credentials;
using Pdp.Daemon.Outbound;

namespace Pdp.Daemon.Images.Distribution;

/// <summary>Asks for tokens to read a repository with (distribution specification, token authentication).</summary>
internal sealed class TokenService(RegistryConnection connection, ImageMetrics metrics, RegistryDefinition definition, TimeProvider time)
{
    private const int MostBytes = 64 * 1024;
    private const int MostTokenChars = 32 * 1024;
    private const int Depth = 16;

    // The specification's own default, and a margin for the way.
    private static readonly TimeSpan _usualLife = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _margin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _longestLife = TimeSpan.FromHours(1);

    /// <summary>Asks.</summary>
    /// <exception cref="RegistryException">There is none to be had.</exception>
    public async Task<RegistryToken> AskAsync(
        BearerChallenge challenge, string repository, RegistryCredentials? credentials, CancellationToken cancellationToken)
    {
        var asked = time.GetUtcNow();
        using var request = Request(challenge, $"repository:{repository}:pull", credentials);
        using var response = await connection.SendAsync(request, cancellationToken);
        metrics.Called(definition.Host, "token", response.IsSuccessStatusCode ? "ok" : "failed");
        if (!response.IsSuccessStatusCode) throw Refused(response, repository);
        return Read(await BoundedContent.ReadAsync(response.Content, MostBytes, cancellationToken), asked);
    }

    private static HttpRequestMessage Request(BearerChallenge challenge, string scope, RegistryCredentials? credentials)
    {
        if (credentials?.IdentityToken is { } identity)
        {
            return new HttpRequestMessage(HttpMethod.Post, challenge.Realm)
            {
                Content = new FormUrlEncodedContent(
                [
                    new("grant_type", "refresh_token"), new("refresh_token", identity), new("service", challenge.Service),
                    new("client_id", "pdp-agent"), new("scope", scope),
                ]),
            };
        }
        var query = $"service={Uri.EscapeDataString(challenge.Service)}&scope={Uri.EscapeDataString(scope)}";
        var realm = new UriBuilder(challenge.Realm);
        realm.Query = realm.Query.Length > 1 ? $"{realm.Query[1..]}&{query}" : query;
        var request = new HttpRequestMessage(HttpMethod.Get, realm.Uri);
        if (credentials is not null) request.Headers.Authorization = RegistryAuthorization.Basic(credentials);
        return request;
    }

    private RegistryException Refused(HttpResponseMessage response, string repository) => response.StatusCode switch
    {
        HttpStatusCode.TooManyRequests => new(
            RegistryFault.Throttled, "asks to come back later for a token (HTTP 429)", RetryAfter.Of(response, time)),
        >= HttpStatusCode.InternalServerError => new(RegistryFault.Unavailable, $"fails to hand out tokens (HTTP {(int)response.StatusCode})"),
        var status => new(
            RegistryFault.Denied, $"hands out no token for {repository} (HTTP {(int)status}): check the credentials of the registry"),
    };

    private static RegistryToken Read(byte[] body, DateTimeOffset asked)
    {
        try
        {
            using var answer = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = Depth });
            var root = answer.RootElement;
            var text = (root.TryGetProperty("token", out var token) || root.TryGetProperty("access_token", out token)) ? token.GetString() : null;
            if (text is not { Length: > 0 and <= MostTokenChars } || text.Any(c => c is <= ' ' or > '~')) throw NoToken();
            var life = root.TryGetProperty("expires_in", out var seconds) && seconds.TryGetInt32(out var given) && given > 0
                ? TimeSpan.FromSeconds(given)
                : _usualLife;
            return new RegistryToken(text, asked + (life > _longestLife ? _longestLife : life) - _margin);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            throw NoToken();
        }
    }

    private static RegistryException NoToken() => new(RegistryFault.Malformed, "answers with something that is no token");
}

/// <summary>A token.</summary>
/// <param name="Text">The token.</param>
/// <param name="Until">Until when it is used, UTC.</param>
internal sealed record RegistryToken(string Text, DateTimeOffset Until)
{
    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => nameof(RegistryToken);
}
