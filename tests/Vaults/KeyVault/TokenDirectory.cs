using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Pdp.Vaults.KeyVault;

/// <summary>The part of Entra ID that an application with a secret needs.</summary>
internal sealed class TokenDirectory
{
    private readonly ConcurrentDictionary<string, bool> _tokens = new();
    private int _made;

    public string ClientSecret { get; set; } = "application-secret-1";

    /// <summary>What its tokens are for.</summary>
    public string Scope { get; init; } = "vault.azure.net";

    public string? FederatedToken { get; set; }

    public X509Certificate2? ClientCertificate { get; set; }

    public string? LastLogin { get; private set; }

    public int Tokens => _made;

    public bool Admits(HttpRequest request) =>
        request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var token] && _tokens.ContainsKey(token);

    public async Task<bool> AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        if (path.EndsWith("/.well-known/openid-configuration", StringComparison.Ordinal))
        {
            await http.Response.WriteAsJsonAsync(new JsonObject
            {
                ["token_endpoint"] = $"{TestKeyVault.Directory}{TestKeyVault.Tenant}/oauth2/v2.0/token",
                ["authorization_endpoint"] = $"{TestKeyVault.Directory}{TestKeyVault.Tenant}/oauth2/v2.0/authorize",
                ["issuer"] = $"{TestKeyVault.Directory}{TestKeyVault.Tenant}/v2.0",
            });
            return true;
        }
        if (!path.EndsWith("/oauth2/v2.0/token", StringComparison.Ordinal)) return false;
        var form = await http.Request.ReadFormAsync();
        var login = form["client_id"] == TestKeyVault.Client && form["scope"].ToString().Contains(Scope) ? LoginOf(form) : null;
        var isGood = login is not null;
        http.Response.StatusCode = isGood ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized;
        await http.Response.WriteAsJsonAsync(isGood
            ? new JsonObject { ["token_type"] = "Bearer", ["expires_in"] = 3600, ["access_token"] = Made(login!) }
            : new JsonObject { ["error"] = "invalid_client", ["error_description"] = "AADSTS7000215: Invalid client secret provided." });
        return true;
    }

    private string? LoginOf(IFormCollection form)
    {
        if (form["client_secret"] == ClientSecret) return "secret";
        var assertion = form["client_assertion"].ToString();
        if (form["client_assertion_type"] != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer") return null;
        if (assertion == FederatedToken) return "federated";
        return ClientCertificate is { } certificate && ClientAssertion.IsOf(assertion, certificate) ? "certificate" : null;
    }

    /// <summary>Hands out a token.</summary>
    /// <param name="login">By what it was had.</param>
    public string Made(string login)
    {
        LastLogin = login;
        var token = $"token-{Interlocked.Increment(ref _made)}";
        _tokens[token] = true;
        return token;
    }
}
