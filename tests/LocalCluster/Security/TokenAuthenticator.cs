using System.Security.Cryptography;
using System.Text;
using Pdp.LocalCluster.Api;

namespace Pdp.LocalCluster.Security;

/// <summary>Tells who asks by the bearer token: the cluster's own, or one of a service account.</summary>
internal sealed class TokenAuthenticator(ClusterCredentials credentials, ServiceAccountTokens tokens)
{
    private readonly byte[] _admin = Encoding.UTF8.GetBytes(credentials.AdminToken);

    /// <exception cref="ApiException">No token, or one nobody has given out.</exception>
    public ClusterUser Authenticate(HttpRequest request)
    {
        var user = Bearer(request) is { } token ? Of(token, [ServiceAccountTokens.Issuer])?.User : null;
        if (user is null)
            throw new ApiException(new ApiStatus(401, "Unauthorized", "Unauthorized"));
        // kubectl --as, for those who may do everything anyway.
        var other = request.Headers["Impersonate-User"].ToString();
        return other.Length > 0 && user.IsMaster ? Impersonated(other, request) : user;
    }

    /// <summary>Whose a token is, and for which of the audiences; null where nobody's, or for none of them.</summary>
    public (ClusterUser User, IReadOnlyList<string> Audiences)? Of(string token, IReadOnlyList<string> audiences)
    {
        if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), _admin))
            return (ClusterUser.Admin, audiences);
        if (tokens.Check(token) is not var (user, made))
            return null;
        var common = made.Intersect(audiences, StringComparer.Ordinal).ToList();
        return common.Count > 0 ? (user, common) : null;
    }

    private static string? Bearer(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && header.Length > 7 ? header[7..].Trim() : null;
    }

    private static ClusterUser Impersonated(string name, HttpRequest request)
    {
        var groups = request.Headers["Impersonate-Group"].Where(g => g is { Length: > 0 }).Select(g => g!).ToList();
        if (groups.Count == 0 && name.Split(':') is ["system", "serviceaccount", var ns, var account])
            return ClusterUser.ServiceAccount(ns, account, "");
        return new ClusterUser(name, [.. groups, "system:authenticated"]);
    }
}
