namespace Pdp.Core.Policy.Model;

/// <summary>Which images may run.</summary>
public sealed record ImageRules
{
    /// <summary>
    /// Registries, or repositories in them with all below, such as <c>registry.example.com/acme</c>. Docker Hub's images are
    /// <c>docker.io/library/nginx</c>. Null: any.
    /// </summary>
    public IReadOnlyList<string>? Allow { get; init; }

    /// <summary>
    /// Names of Secrets (of type <c>kubernetes.io/dockerconfigjson</c>) with which images are pulled. Whoever runs the cluster puts them into
    /// the namespaces; one that is not there is left out by Kubernetes. Default none.
    /// </summary>
    public IReadOnlyList<string> PullSecrets { get; init; } = [];

    /// <summary>Whether every image must be named by its digest. Default no.</summary>
    public bool RequireDigest { get; init; }
}
