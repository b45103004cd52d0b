using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Storage;

namespace Pdp.LocalCluster.Security;

/// <summary>Signed tokens of service accounts (ES256), made and checked with a key that lives as long as the cluster.</summary>
internal sealed class ServiceAccountTokens(ObjectStore store, TimeProvider time) : IDisposable
{
    public const string Issuer = "https://kubernetes.default.svc.cluster.local";

    private static readonly string Header = Encode("""{"alg":"ES256","typ":"JWT"}"""u8);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly Lock _lock = new();

    public string Issue(string ns, string name, string uid, IEnumerable<string> audiences, DateTimeOffset expires)
    {
        var now = time.GetUtcNow();
        var claims = new JsonObject
        {
            ["iss"] = Issuer,
            ["sub"] = $"system:serviceaccount:{ns}:{name}",
            ["aud"] = new JsonArray([.. audiences.Select(a => JsonValue.Create(a))]),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = expires.ToUnixTimeSeconds(),
            ["jti"] = Guid.NewGuid().ToString(),
            ["kubernetes.io"] = new JsonObject
            {
                ["namespace"] = ns,
                ["serviceaccount"] = new JsonObject { ["name"] = name, ["uid"] = uid },
            },
        };
        var signed = $"{Header}.{Encode(JsonText.Bytes(claims))}";
        lock (_lock)
            return $"{signed}.{Encode(_key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    /// <summary>The account a token is of, and for whom it was made; null where it is not ours or has ended, or its account has
    /// gone.</summary>
    public (ClusterUser User, IReadOnlyList<string> Audiences)? Check(string token)
    {
        if (Claims(token) is not { } claims || claims.Text("iss") != Issuer)
            return null;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (claims.Long("exp") is not { } expires || expires < now || claims.Long("nbf") > now + 5)
            return null;
        var ns = claims.Text("kubernetes.io", "namespace") ?? "";
        var name = claims.Text("kubernetes.io", "serviceaccount", "name") ?? "";
        var uid = claims.Text("kubernetes.io", "serviceaccount", "uid") ?? "";
        var account = store.Table("serviceaccounts").Current.Get(new ObjectKey(ns, name));
        return account is not null && account.Value.Text("metadata", "uid") == uid
            ? (ClusterUser.ServiceAccount(ns, name, uid), [.. (claims.Array("aud") ?? []).Select(a => a.Text() ?? "")])
            : null;
    }

    public void Dispose() => _key.Dispose();

    private JsonObject? Claims(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || parts[0] != Header || !Base64Url.IsValid(parts[1]) || !Base64Url.IsValid(parts[2]))
            return null;
        var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        lock (_lock)
        {
            if (!_key.VerifyData(signed, Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256))
                return null;
        }
        return JsonText.Parse(Base64Url.DecodeFromChars(parts[1])) as JsonObject;
    }

    private static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
