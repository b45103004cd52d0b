using System.Diagnostics.CodeAnalysis;

namespace Pdp.Core.Connections;

/// <summary>The address of something outside the data plane, as a document writes it.</summary>
internal static class ExternalAddress
{
    /// <summary>Reads an address.</summary>
    /// <param name="url">What the document says.</param>
    /// <param name="connection">Where it leads; null when there is a problem.</param>
    /// <param name="problem">What to change; empty when nothing.</param>
    public static bool TryRead(string url, [NotNullWhen(true)] out ResolvedConnection? connection, out string problem)
    {
        connection = null;
        problem = !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Host.Length == 0 ? "must be an absolute URL with a host"
            : uri.UserInfo.Length > 0 ? "must not have a user or password; put them into a secret beside it"
            : uri.Fragment.Length > 0 ? "must not have a fragment"
            : uri.Port is < 1 or > 65535 ? "must name the port, which its scheme does not say"
            : "";
        if (problem.Length > 0) return false;
        var path = uri!.AbsolutePath.TrimEnd('/');
        connection = new ResolvedConnection { Url = url, Scheme = uri.Scheme, Host = uri.Host, Port = uri.Port, BasePath = path };
        return true;
    }
}
