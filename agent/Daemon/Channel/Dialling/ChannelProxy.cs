using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Pdp.Daemon.Channel.Dialling;

/// <summary>The proxy a dial goes through, from the options alone: nothing is read from the environment here.</summary>
internal sealed class ChannelProxy : IWebProxy
{
    private readonly Uri _proxy;
    private readonly NoProxyList _direct;

    private ChannelProxy(Uri proxy, NoProxyList direct, string? credentialsFile)
    {
        _direct = direct;
        _proxy = new UriBuilder(proxy) { UserName = "", Password = "" }.Uri;
        Credentials = credentialsFile is null ? CredentialsOf(proxy) : ProxyCredentials.Read(credentialsFile);
    }

    public ICredentials? Credentials { get; set; }

    /// <summary>The proxy for <paramref name="options"/>; null when there is none.</summary>
    /// <exception cref="IOException">The file of its credentials cannot be read.</exception>
    public static ChannelProxy? From(ProxyOptions options)
    {
        if (TryRead(options.Url, out var given)) return new ChannelProxy(given, new NoProxyList(null), options.CredentialsFile);
        return TryRead(options.HttpsProxy, out var environment)
            ? new ChannelProxy(environment, new NoProxyList(options.NoProxy), options.CredentialsFile)
            : null;
    }

    /// <summary>Whether a text is a proxy's URL, or says that there is none.</summary>
    public static bool IsProxyUrl(string? text) => string.IsNullOrWhiteSpace(text) || TryRead(text, out _);

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : _proxy;

    public bool IsBypassed(Uri host) => _direct.Contains(host);

    public override string ToString() => $"{_proxy.Host}:{_proxy.Port}";

    // HTTPS_PROXY is often given without a scheme; it is then plain HTTP up to the proxy.
    private static bool TryRead(string? text, [NotNullWhen(true)] out Uri? proxy)
    {
        proxy = null;
        if (string.IsNullOrWhiteSpace(text)) return false;
        var url = text.Contains("://", StringComparison.Ordinal) ? text.Trim() : $"http://{text.Trim()}";
        return Uri.TryCreate(url, UriKind.Absolute, out proxy)
            && (proxy.Scheme == Uri.UriSchemeHttp || proxy.Scheme == Uri.UriSchemeHttps)
            && proxy.PathAndQuery == "/";
    }

    private static NetworkCredential? CredentialsOf(Uri proxy)
    {
        if (proxy.UserInfo.Length == 0) return null;
        var parts = proxy.UserInfo.Split(':', 2);
        return new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
    }
}
