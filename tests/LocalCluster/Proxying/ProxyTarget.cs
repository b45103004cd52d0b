namespace Pdp.LocalCluster.Proxying;

/// <summary>What a path of the service proxy names: <c>/api/v1/namespaces/{ns}/services/{name}[:{port}]/proxy/{rest}</c>.</summary>
/// <param name="Namespace">The Service's namespace.</param>
/// <param name="Service">Its name.</param>
/// <param name="Port">Number or name of the port; empty for the only one.</param>
/// <param name="Rest">The path to ask the Service for, with its leading slash.</param>
internal sealed record ProxyTarget(string Namespace, string Service, string Port, string Rest)
{
    private const string Root = "/api/v1/namespaces/";

    /// <summary>Reads a path; null where it is no service proxy's.</summary>
    public static ProxyTarget? Parse(string path)
    {
        if (!path.StartsWith(Root, StringComparison.Ordinal))
            return null;
        var parts = path[Root.Length..].Split('/', 5);
        return parts is [var ns, "services", var named, "proxy", ..] && Named(named) is var (service, port)
            ? new ProxyTarget(ns, service, port, "/" + (parts.Length > 4 ? parts[4] : ""))
            : null;
    }

    // A scheme may lead: [scheme:]name[:port]. Only plain HTTP is carried here.
    private static (string Service, string Port) Named(string text) => text.Split(':') switch
    {
        [var service] => (service, ""),
        [var service, var port] => (service, port),
        [_, var service, var port, ..] => (service, port),
        _ => ("", ""),
    };
}
