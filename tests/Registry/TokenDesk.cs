using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Pdp.Registry;

/// <summary>Hands out tokens for a repository, to whoever has the credentials, and knows them again.</summary>
internal sealed class TokenDesk(TestRegistryOptions options)
{
    private readonly ConcurrentDictionary<string, string> _scopes = new(StringComparer.Ordinal);

    /// <summary>Answers a request for a token.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync() : null;
        var isKnown = form is null
            ? IsBasic(http.Request)
            : form["grant_type"] == "refresh_token" && form["refresh_token"] == options.IdentityToken;
        if (!isKnown)
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        _scopes[token] = (form is null ? http.Request.Query["scope"] : form["scope"]).ToString();
        await http.Response.WriteAsJsonAsync(new Dictionary<string, object> { ["token"] = token, ["expires_in"] = options.TokenSeconds });
    }

    /// <summary>Whether a request may read a repository; says what is asked for when it may not.</summary>
    public bool Admits(HttpContext http, string repository)
    {
        if (options.Password is null && options.IdentityToken is null) return true;
        var header = http.Request.Headers.Authorization.ToString();
        if (options.IsBasic ? IsBasic(http.Request)
            : header.StartsWith("Bearer ", StringComparison.Ordinal) && _scopes.GetValueOrDefault(header[7..]) == $"repository:{repository}:pull")
            return true;
        var realm = options.Realm ?? $"{http.Request.Scheme}://{http.Request.Host}/token";
        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        http.Response.Headers.WWWAuthenticate = options.IsBasic
            ? "Basic realm=\"registry\""
            : $"Bearer realm=\"{realm}\",service=\"test-registry\",scope=\"repository:{repository}:pull\"";
        return false;
    }

    private bool IsBasic(HttpRequest request) =>
        request.Headers.Authorization == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.User}:{options.Password}"));
}
