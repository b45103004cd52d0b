using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Pdp.Vaults.Vault;

/// <summary>Who may log in, and the tokens they got.</summary>
public sealed class VaultTokens(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, DateTimeOffset Longest)> _tokens = new();
    private int _made;

    /// <summary>The token of the service account that may log in as <c>pdp</c>.</summary>
    public string ServiceAccount { get; set; } = "service-account-1";

    /// <summary>The AppRole that may log in.</summary>
    public (string RoleId, string SecretId) AppRole { get; set; } = ("role-1", "secret-1");

    /// <summary>How long a token lives, and how long it can be renewed.</summary>
    public (TimeSpan Lease, TimeSpan Longest) Life { get; set; } = (TimeSpan.FromHours(1), TimeSpan.FromDays(30));

    /// <summary>Paths nobody may read, by how they begin.</summary>
    public ConcurrentBag<string> Forbidden { get; } = [];

    /// <summary>How often somebody logged in.</summary>
    public int Logins { get; private set; }

    /// <summary>How often a token was renewed.</summary>
    public int Renewals { get; private set; }

    /// <summary>Makes a token.</summary>
    public string Make()
    {
        var (token, now) = ($"hvs.{Interlocked.Increment(ref _made)}", time.GetUtcNow());
        _tokens[token] = (now + Life.Lease, now + Life.Longest);
        return token;
    }

    /// <summary>Takes all tokens back.</summary>
    public void RevokeAll() => _tokens.Clear();

    internal bool Admits(HttpRequest request, string path) =>
        IsGood(request) && !Forbidden.Any(path["v1/".Length..].StartsWith);

    internal async Task AnswerAsync(HttpContext http, string path)
    {
        var body = http.Request.Method == "POST" ? (await JsonNode.ParseAsync(http.Request.Body))!.AsObject() : [];
        var answer = path switch
        {
            "kubernetes/login" => Text(body, "role") == "pdp" && Text(body, "jwt") == ServiceAccount ? Login() : null,
            "approle/login" => (Text(body, "role_id"), Text(body, "secret_id")) == AppRole ? Login() : null,
            "token/lookup-self" => IsGood(http.Request) ? new JsonObject { ["data"] = new JsonObject() } : null,
            "token/renew-self" => Renew(http.Request),
            _ => null,
        };
        if (answer is not null) await TestVault.WriteAsync(http.Response, answer);
        else await TestVault.ErrorAsync(http.Response, StatusCodes.Status403Forbidden, "permission denied");
    }

    private static string Text(JsonObject body, string name) => body[name]?.GetValue<string>() ?? "";

    private bool IsGood(HttpRequest request) =>
        _tokens.TryGetValue(request.Headers["X-Vault-Token"].ToString(), out var token) && token.Until > time.GetUtcNow();

    private JsonObject Login()
    {
        Logins++;
        return Auth(Make(), Life.Lease);
    }

    private JsonObject? Renew(HttpRequest request)
    {
        if (!IsGood(request)) return null;
        Renewals++;
        var (token, now) = (request.Headers["X-Vault-Token"].ToString(), time.GetUtcNow());
        var longest = _tokens[token].Longest;
        var until = now + Life.Lease < longest ? now + Life.Lease : longest;
        _tokens[token] = (until, longest);
        return Auth(token, until - now);
    }

    private static JsonObject Auth(string token, TimeSpan lease) => new()
    {
        ["auth"] = new JsonObject { ["client_token"] = token, ["lease_duration"] = (long)lease.TotalSeconds, ["renewable"] = true },
    };
}
