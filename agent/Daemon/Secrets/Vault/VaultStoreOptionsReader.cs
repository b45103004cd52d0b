using System.Net;
using Pdp.Daemon.Configuration;
using Pdp.Daemon.Outbound;

namespace Pdp.Daemon.Secrets.Vault;

/// <summary>Reads a Vault out of the file of stores.</summary>
internal static class VaultStoreOptionsReader
{
    private const string ServiceAccountToken = "/var/run/secrets/kubernetes.io/serviceaccount/token";
    private const string PathRule = "must be an absolute path";
    private const string MountRule = "must be 1..8 parts of letters, digits, '-', '_' and '.', with / between them";

    /// <summary>Reads; null when there are errors.</summary>
    public static VaultStoreOptions? Read(YamlFields fields)
    {
        var address = fields.Text("address", IsAddress, "must be https://host[:port], or http:// with a loopback address");
        var mount = fields.Text("mount", VaultPath.IsGood, MountRule, isRequired: false) ?? "secret";
        var engine = fields.Number("engine", 2, 1, 2);
        var space = fields.Text("namespace", VaultPath.IsGood, MountRule, isRequired: false);
        var caFile = fields.Text("caFile", IsTrust, "must be an absolute path of a readable file of PEM certificates", isRequired: false);
        var auth = fields.Map("auth", isRequired: true) is { } way ? Auth(way) : null;
        fields.NoOthers();
        return address is null || auth is null
            ? null
            : new VaultStoreOptions
            {
                Address = new Uri(address),
                Mount = mount,
                Engine = engine,
                Namespace = space,
                CaFile = caFile,
                Auth = auth,
            };
    }

    private static VaultAuth? Auth(YamlFields fields)
    {
        var ways = new VaultAuth?[]
        {
            fields.Map("kubernetes", isRequired: false) is { } kubernetes ? Kubernetes(kubernetes) : null,
            fields.Map("appRole", isRequired: false) is { } appRole ? AppRole(appRole) : null,
            fields.Text("tokenFile", Path.IsPathRooted, PathRule, isRequired: false) is { } token ? new TokenFileAuth(token) : null,
        };
        fields.NoOthers();
        return fields.One(ways, "kubernetes, appRole or tokenFile");
    }

    private static KubernetesAuth? Kubernetes(YamlFields fields)
    {
        var role = fields.Text("role", text => text.Length is > 0 and <= 256, "must be a name of at most 256 characters");
        var mount = fields.Text("mount", VaultPath.IsGood, MountRule, isRequired: false) ?? "kubernetes";
        var token = fields.Text("tokenFile", Path.IsPathRooted, PathRule, isRequired: false) ?? ServiceAccountToken;
        fields.NoOthers();
        return role is null ? null : new KubernetesAuth(role, token, mount);
    }

    private static AppRoleAuth? AppRole(YamlFields fields)
    {
        var role = fields.Text("roleIdFile", Path.IsPathRooted, PathRule);
        var secret = fields.Text("secretIdFile", Path.IsPathRooted, PathRule);
        var mount = fields.Text("mount", VaultPath.IsGood, MountRule, isRequired: false) ?? "approle";
        fields.NoOthers();
        return role is null || secret is null ? null : new AppRoleAuth(role, secret, mount);
    }

    private static bool IsTrust(string path) => Path.IsPathRooted(path) && ServerTrust.Problem(path) is null;

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { PathAndQuery: "/", Fragment: "", UserInfo: "" }
        && (uri.Scheme == Uri.UriSchemeHttps
            || (uri.Scheme == Uri.UriSchemeHttp && IPAddress.TryParse(uri.Host.Trim('[', ']'), out var host) && IPAddress.IsLoopback(host)));
}
