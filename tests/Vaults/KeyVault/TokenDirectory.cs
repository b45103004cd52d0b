using System.Collections.Concurrent;
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
        var isGood = form["client_id"] == TestKeyVault.Client && form["client_secret"] == ClientSecret && form["scope"].ToString().Contains(Scope);
        http.Response.StatusCode = isGood ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized;
        await http.Response.WriteAsJsonAsync(isGood
            ? new JsonObject { ["token_type"] = "Bearer", ["expires_in"] = 3600, ["access_token"] = Made() }
            : new JsonObject { ["error"] = "invalid_client", ["error_description"] = "AADSTS7000215: Invalid client secret provided." });
        return true;
    }

    private string Made()
    {
        var token = $"token-{Interlocked.Increment(ref _made)}";
        _tokens[token] = true;
        return token;
    }
}
