using Pdp.Daemon.Configuration;
using Pdp.Daemon.Outbound;
using Pdp.Daemon.Secrets.KeyVault.Changes;

namespace Pdp.Daemon.Secrets.KeyVault;

/// <summary>Reads a Key Vault out of the file of stores.</summary>
internal static class KeyVaultStoreOptionsReader
{
    private const string WorkloadToken = "/var/run/secrets/azure/tokens/azure-identity-token";
    private const string PathRule = "must be an absolute path";
    private const string IdRule = "must be a GUID, or a name of letters, digits, '-' and '.'";
    private static readonly Uri _publicCloud = new("https://login.microsoftonline.com/");

    /// <summary>Reads; null when there are errors.</summary>
    public static KeyVaultStoreOptions? Read(YamlFields fields)
    {
        var vault = fields.Text("vault", IsHttps, "must be https://host");
        var authority = fields.Text("authority", IsHttps, "must be https://host", isRequired: false);
        var caFile = fields.Text("caFile", IsTrust, "must be an absolute path of a readable file of PEM certificates", isRequired: false);
        var auth = fields.Map("auth", isRequired: true) is { } way ? Auth(way) : null;
        var changes = fields.Map("changes", isRequired: false) is { } queue ? ChangeQueueOptions.Read(queue, IsHttps) : null;
        fields.NoOthers();
        return vault is null || auth is null
            ? null
            : new KeyVaultStoreOptions(new Uri(vault), auth, authority is null ? _publicCloud : new Uri(authority), caFile, changes);
    }

    private static KeyVaultAuth? Auth(YamlFields fields)
    {
        var ways = new KeyVaultAuth?[]
        {
            fields.Map("workloadIdentity", isRequired: false) is { } workload ? Workload(workload) : null,
            fields.Map("managedIdentity", isRequired: false) is { } managed ? Managed(managed) : null,
            fields.Map("clientSecret", isRequired: false) is { } secret
                ? Application(secret, "secretFile", (tenant, client, file) => new ClientSecretAuth(tenant, client, file)) : null,
            fields.Map("clientCertificate", isRequired: false) is { } certificate
                ? Application(certificate, "certificateFile", (tenant, client, file) => new ClientCertificateAuth(tenant, client, file)) : null,
        };
        fields.NoOthers();
        return fields.One(ways, "workloadIdentity, managedIdentity, clientSecret or clientCertificate");
    }

    private static KeyVaultAuth? Workload(YamlFields fields)
    {
        var tenant = fields.Text("tenantId", IsId, IdRule);
        var client = fields.Text("clientId", IsId, IdRule);
        var file = fields.Text("tokenFile", Path.IsPathRooted, PathRule, isRequired: false) ?? WorkloadToken;
        fields.NoOthers();
        return tenant is null || client is null ? null : new WorkloadIdentityAuth(tenant, client, file);
    }

    private static ManagedIdentityAuth Managed(YamlFields fields)
    {
        var client = fields.Text("clientId", IsId, IdRule, isRequired: false);
        fields.NoOthers();
        return new ManagedIdentityAuth(client);
    }

    private static KeyVaultAuth? Application(YamlFields fields, string file, Func<string, string, string, KeyVaultAuth> make)
    {
        var tenant = fields.Text("tenantId", IsId, IdRule);
        var client = fields.Text("clientId", IsId, IdRule);
        var path = fields.Text(file, Path.IsPathRooted, PathRule);
        fields.NoOthers();
        return tenant is null || client is null || path is null ? null : make(tenant, client, path);
    }

    private static bool IsId(string text) =>
        text.Length is > 0 and <= 128 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.');

    private static bool IsTrust(string path) => Path.IsPathRooted(path) && ServerTrust.Problem(path) is null;

    private static bool IsHttps(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { PathAndQuery: "/", Fragment: "", UserInfo: "" }
        && uri.Scheme == Uri.UriSchemeHttps;
}
