using System.Text.Json.Nodes;
using Pdp.Kubernetes.Configuration;

namespace Pdp.Kubernetes.Credentials;

/// <summary>Makes the credential source a configuration asks for.</summary>
internal static class CredentialSources
{
    public static ICredentialSource For(ClusterConfig config, TimeProvider time)
    {
        var certificates = config.Identity.Certificate is { } certificate
            ? new FileCredential(before => ClientCertificates.Read(certificate, before), time)
            : null;
        ICredentialSource? tokens = config.Identity.Token switch
        {
            TokenSource.Fixed source => new FixedCredential(new Credential(source.Token, null)),
            TokenSource.FromFile file => new FileCredential(before => TokenFiles.Read(file.Path, before), time),
            TokenSource.FromExec exec => new ExecCredential(exec.Plugin, ExecInfo(config, exec.Plugin), time),
            _ => null,
        };
        return (tokens, certificates) switch
        {
            (not null, not null) => new JoinedCredential(tokens, certificates),
            _ => tokens ?? certificates ?? (ICredentialSource)new FixedCredential(Credential.Anonymous),
        };
    }

    private static string ExecInfo(ClusterConfig config, ExecPlugin plugin)
    {
        var spec = new JsonObject { ["interactive"] = false };
        if (plugin.ProvideClusterInfo)
        {
            var cluster = new JsonObject { ["server"] = config.Server.OriginalString };
            if (config.Trust.ServerName is { } name) cluster["tls-server-name"] = name;
            if (config.Trust.SkipVerification) cluster["insecure-skip-tls-verify"] = true;
            if (config.Trust.Authority is { } authority)
                cluster["certificate-authority-data"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(authority.Read()));
            if (config.Proxy is { } proxy) cluster["proxy-url"] = proxy.OriginalString;
            spec["cluster"] = cluster;
        }
        return new JsonObject { ["kind"] = "ExecCredential", ["apiVersion"] = plugin.ApiVersion, ["spec"] = spec }.ToJsonString();
    }
}
