using System.Text;
using System.Text.Json;

namespace Pdp.Daemon.Images.Credentials;

/// <summary>A file as Docker and Kubernetes' image pull secrets have it, <c>.dockerconfigjson</c>.</summary>
/// <param name="path">The file.</param>
/// <param name="host">The registry.</param>
internal sealed class DockerConfigFile(string path, string host) : ICredentialFile
{
    private const int Depth = 16;

    /// <inheritdoc/>
    public RegistryCredentials? Read()
    {
        try
        {
            using var config = JsonDocument.Parse(CredentialText.Read(path), new JsonDocumentOptions { MaxDepth = Depth });
            return config.RootElement.GetProperty("auths").EnumerateObject()
                .Where(entry => HostOf(entry.Name) == host)
                .Select(entry => Credentials(entry.Value))
                .FirstOrDefault();
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw CredentialText.Wrong("must be a Docker configuration with auths");
        }
    }

    // Keys are hosts, or addresses of older days such as https://index.docker.io/v1/.
    private static string HostOf(string key)
    {
        var scheme = key.IndexOf("://", StringComparison.Ordinal);
        var name = (scheme < 0 ? key : key[(scheme + 3)..]).Split('/')[0].ToLowerInvariant();
        return name is "index.docker.io" or "registry-1.docker.io" ? "docker.io" : name;
    }

    private static RegistryCredentials Credentials(JsonElement entry)
    {
        var token = Text(entry, "identitytoken");
        if (Text(entry, "auth") is { } auth)
        {
            var plain = Encoding.UTF8.GetString(Convert.FromBase64String(auth)).TrimEnd('\0');
            return (CredentialText.Split(plain) ?? throw new FormatException()) with { IdentityToken = token };
        }
        return new RegistryCredentials(Text(entry, "username") ?? "", Text(entry, "password") ?? "", token);
    }

    private static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.GetString() is { Length: > 0 } text ? text : null;
}
