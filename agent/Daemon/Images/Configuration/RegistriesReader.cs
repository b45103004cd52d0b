using System.Net;
using Pdp.Daemon.Configuration;
using Pdp.Daemon.Images.Credentials;
using Pdp.Daemon.Outbound;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Pdp.Daemon.Images.Configuration;

/// <summary>Reads the registries out of YAML or JSON. All errors at once, each with its path; what stands in the file is not repeated.</summary>
internal static class RegistriesReader
{
    private const int MostRegistries = 64;
    private const int MostHosts = 16;
    private const string DockerHub = "docker.io";
    private const string HostRule = "must be a host in lower case, with its port unless that is 443";
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    /// <summary>Reads.</summary>
    /// <param name="bytes">UTF-8.</param>
    /// <param name="problems">Every error is added here.</param>
    public static IReadOnlyList<RegistryDefinition> Read(byte[] bytes, List<string> problems)
    {
        try
        {
            using var reader = new StreamReader(new MemoryStream(bytes));
            var yaml = new YamlStream();
            yaml.Load(reader);
            if (yaml.Documents is not [{ RootNode: YamlMappingNode root }])
            {
                problems.Add("the file must be one object with the field registries");
                return [];
            }
            var fields = new YamlFields(root, "", problems);
            RegistryDefinition[] registries =
                [.. fields.List("registries", MostRegistries).Select(item => Registry(item, problems)).OfType<RegistryDefinition>()];
            fields.NoOthers();
            foreach (var twice in registries.GroupBy(registry => registry.Host).Where(same => same.Count() > 1))
                problems.Add($"registries: two have the host {twice.Key}");
            return problems.Count == 0 ? registries : [];
        }
        catch (YamlException broken)
        {
            problems.Add($"line {broken.Start.Line}, column {broken.Start.Column}: not YAML or JSON");
            return [];
        }
    }

    private static RegistryDefinition? Registry(YamlFields fields, List<string> problems)
    {
        var host = fields.Text("host", IsHost, HostRule);
        var endpoint = fields.Text("endpoint", IsEndpoint, "must be https://host[:port], or http:// with a loopback address", isRequired: false);
        var caFile = fields.Text("caFile", IsPath, "must be an absolute path", isRequired: false);
        var credentials = fields.Text("credentialsFile", IsPath, "must be an absolute path", isRequired: false);
        var dockerConfig = fields.Text("dockerConfigFile", IsPath, "must be an absolute path", isRequired: false);
        var proxy = fields.Text("proxy", IsProxy, "must be http://host:port", isRequired: false);
        var tokenHosts = fields.Texts("tokenHosts", MostHosts, IsHost, HostRule);
        var redirectHosts = fields.Texts("redirectHosts", MostHosts, IsHost, HostRule);
        var timeout = fields.Time("timeout", TimeSpan.FromSeconds(10), _second, TimeSpan.FromMinutes(1));
        var parallelism = fields.Number("parallelism", 4, 1, 64);
        fields.NoOthers();
        if (credentials is not null && dockerConfig is not null)
            problems.Add($"{fields.Path}credentialsFile: must not be given together with dockerConfigFile");
        if (caFile is not null && ServerTrust.Problem(caFile) is { } problem) problems.Add($"{fields.Path}caFile: {problem}");
        return host is null
            ? null
            : new RegistryDefinition
            {
                Host = host,
                Endpoint = new Uri(endpoint ?? (host == DockerHub ? "https://registry-1.docker.io" : $"https://{host}")),
                CaFile = caFile,
                Credentials = credentials is not null ? new PlainCredentialFile(credentials)
                    : dockerConfig is not null ? new DockerConfigFile(dockerConfig, host)
                    : null,
                TokenHosts = host == DockerHub ? [.. tokenHosts, "auth.docker.io"] : tokenHosts,
                RedirectHosts = redirectHosts,
                Proxy = proxy is null ? null : new Uri(proxy),
                Timeout = timeout,
                Parallelism = parallelism,
            };
    }

    private static bool IsHost(string text) =>
        text.Length is > 0 and <= 255 && !text.Any(char.IsAsciiLetterUpper)
        && Uri.TryCreate($"https://{text}", UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0
        && (uri.Authority == text || $"{uri.Host}:{uri.Port}" == text) && !text.EndsWith(":443", StringComparison.Ordinal);

    private static bool IsEndpoint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && IsBare(uri)
        && (uri.Scheme == Uri.UriSchemeHttps
            || (uri.Scheme == Uri.UriSchemeHttp && IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)));

    private static bool IsProxy(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && IsBare(uri) && uri.Scheme == Uri.UriSchemeHttp;

    private static bool IsBare(Uri uri) => uri.PathAndQuery == "/" && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0;

    private static bool IsPath(string text) => text.Length <= 4096 && Path.IsPathRooted(text);
}
