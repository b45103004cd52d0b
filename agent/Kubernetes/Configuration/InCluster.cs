using System.Globalization;

namespace Pdp.Kubernetes.Configuration;

/// <summary>The configuration every pod has by its service account.</summary>
public static class InCluster
{
    /// <summary>Where the kubelet puts token, authority and namespace.</summary>
    public const string DefaultDirectory = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Reads it; null when this is no pod, which is when the variables are not set.</summary>
    /// <param name="host">Value of <c>KUBERNETES_SERVICE_HOST</c>.</param>
    /// <param name="port">Value of <c>KUBERNETES_SERVICE_PORT</c>.</param>
    /// <param name="directory">Where the kubelet puts its files.</param>
    /// <exception cref="ClusterConfigException">It is a pod, but something is missing; has every reason.</exception>
    public static ClusterConfig? Load(string? host, string? port, string directory = DefaultDirectory)
    {
        if (string.IsNullOrEmpty(host) || string.IsNullOrEmpty(port)) return null;
        var problems = new List<ConfigProblem>();
        var hostKind = Uri.CheckHostName(host);
        if (hostKind == UriHostNameType.Unknown) problems.Add(new("KUBERNETES_SERVICE_HOST", "must be an address or a name."));
        if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
            problems.Add(new("KUBERNETES_SERVICE_PORT", "must be a port."));
        var token = Existing(directory, "token", problems);
        var authority = Existing(directory, "ca.crt", problems);
        if (problems.Count > 0) throw new ClusterConfigException(problems);
        return new ClusterConfig
        {
            Name = "in-cluster",
            Server = new UriBuilder(Uri.UriSchemeHttps, hostKind == UriHostNameType.IPv6 && host[0] != '[' ? $"[{host}]" : host, number).Uri,
            Namespace = Namespace(directory),
            Trust = new ServerTrust { Authority = PemSource.FromFile(authority) },
            Identity = new ClientIdentity { Token = new TokenSource.FromFile(token) },
        };
    }

    private static string Existing(string directory, string name, List<ConfigProblem> problems)
    {
        var path = Path.Combine(directory, name);
        if (!ConfigNode.CanRead(path, out var why))
            problems.Add(new(path, $"cannot be read: {why} Does the pod's specification say automountServiceAccountToken: false?"));
        return path;
    }

    private static string Namespace(string directory)
    {
        var path = Path.Combine(directory, "namespace");
        return ConfigNode.CanRead(path, out _) && BoundedFile.ReadText(path, 1024).Trim() is { Length: > 0 } name ? name : "default";
    }
}
