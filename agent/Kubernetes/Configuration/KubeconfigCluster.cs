using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pdp.Kubernetes.Configuration;

/// <summary>Reads a kubeconfig's <c>cluster</c>.</summary>
internal static class KubeconfigCluster
{
    public static ClusterConfig? Read(ConfigNode cluster, string context, string? @namespace)
    {
        var server = Address(cluster, "server", ["https", "http"], required: true);
        var authority = cluster.Pem("certificate-authority", "certificate-authority-data");
        if (authority is not null) CheckCertificates(cluster, authority);
        var skip = cluster.Flag("insecure-skip-tls-verify");
        if (skip && (cluster.Has("certificate-authority") || cluster.Has("certificate-authority-data")))
            cluster.Complain("insecure-skip-tls-verify", "must not be true where a certificate authority is named.");
        var proxy = Address(cluster, "proxy-url", ["http", "https", "socks5"], required: false);
        return server is null ? null : new ClusterConfig
        {
            Name = context,
            Server = server,
            Namespace = @namespace ?? "default",
            Trust = new ServerTrust { Authority = authority, ServerName = cluster.Text("tls-server-name"), SkipVerification = skip },
            Proxy = proxy,
        };
    }

    // The address may hold a password (of a proxy), so it is not repeated.
    private static Uri? Address(ConfigNode cluster, string field, string[] schemes, bool required)
    {
        if (cluster.Text(field) is not { } text)
        {
            if (required) cluster.Complain(field, "must be set.");
            return null;
        }
        // kubectl takes an address without a scheme for https.
        if (required && !text.Contains("://", StringComparison.Ordinal)) text = $"https://{text}";
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && schemes.Contains(address.Scheme) && address.Query.Length == 0
            && (!required || address.UserInfo.Length == 0)) return address;
        var beginnings = string.Join(" or ", schemes.Select(scheme => $"{scheme}://"));
        cluster.Complain(field, $"must be an address that begins with {beginnings}{(required ? ", without user and query" : "")}.");
        return null;
    }

    private static void CheckCertificates(ConfigNode cluster, PemSource authority)
    {
        var field = authority.Path is null ? "certificate-authority-data" : "certificate-authority";
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(authority.Read());
            if (certificates.Count == 0) cluster.Complain(field, "must hold at least one PEM certificate.");
            foreach (var certificate in certificates) certificate.Dispose();
        }
        catch (Exception unusable) when (unusable is CryptographicException or IOException or UnauthorizedAccessException)
        {
            cluster.Complain(field, "must hold PEM certificates.");
        }
    }
}
