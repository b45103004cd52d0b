using Pdp.Daemon.Images.Configuration;

namespace Pdp.Daemon.Images.Distribution;

/// <summary>Where the agent goes when a registry sends it elsewhere: to hosts the customer named, and never by a weaker way.</summary>
internal sealed class HostRules(RegistryDefinition definition)
{
    /// <summary>Whether tokens may be asked for there, with the registry's credentials.</summary>
    public bool MayAskForTokens(Uri realm) => MayGo(realm, definition.TokenHosts);

    /// <summary>Whether a redirect there is followed.</summary>
    public bool MayFollow(Uri target) => MayGo(target, definition.RedirectHosts);

    /// <summary>Whether an address is the registry's own, where its credentials may be shown.</summary>
    public bool IsOwn(Uri uri) => uri.Scheme == definition.Endpoint.Scheme && uri.Authority == definition.Endpoint.Authority;

    private bool MayGo(Uri uri, IReadOnlyList<string> hosts) =>
        uri.UserInfo.Length == 0
        && (IsOwn(uri) || (uri.Scheme == Uri.UriSchemeHttps && hosts.Contains(uri.Authority))
            || (definition.Endpoint.Scheme == Uri.UriSchemeHttp && uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback && hosts.Contains(uri.Authority)));
}
