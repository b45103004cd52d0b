namespace Pdp.Kubernetes.Configuration;

/// <summary>Which cluster, and as whom. Where it came from no longer matters: a kubeconfig or the pod's own service account.</summary>
public sealed record ClusterConfig
{
    /// <summary>Names it for people, such as the kubeconfig's context.</summary>
    public required string Name { get; init; }

    /// <summary>Base address of the API: <c>https</c>, or <c>http</c> as behind <c>kubectl proxy</c>; may have a path.</summary>
    public required Uri Server { get; init; }

    /// <summary>The namespace of the context or the pod.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>How the server is known.</summary>
    public ServerTrust Trust { get; init; } = new();

    /// <summary>How we make ourselves known.</summary>
    public ClientIdentity Identity { get; init; } = new();

    /// <summary>An HTTP, HTTPS or SOCKS5 proxy; none when null. Variables such as <c>HTTPS_PROXY</c> are the caller's business.</summary>
    public Uri? Proxy { get; init; }
}
