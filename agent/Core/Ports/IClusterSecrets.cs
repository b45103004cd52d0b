using Pdp.Core.Secrets;

namespace Pdp.Core.Ports;

/// <summary>Secrets of the cluster that the customer keeps for workloads, each read by its name alone: none is listed or watched.</summary>
public interface IClusterSecrets
{
    /// <summary>At which version of the API server a Secret is, without its content; null when there is none of that name.</summary>
    /// <exception cref="ClusterException">It cannot be read.</exception>
    Task<string?> FindAsync(string @namespace, string name, CancellationToken cancellationToken);

    /// <summary>Reads a Secret; null when there is none of that name.</summary>
    /// <exception cref="ClusterException">It cannot be read.</exception>
    Task<ClusterSecret?> ReadAsync(string @namespace, string name, CancellationToken cancellationToken);
}

/// <summary>A Secret of the cluster.</summary>
/// <param name="Version">At which version of the API server it is.</param>
/// <param name="Content">The bytes by key.</param>
public sealed record ClusterSecret(string Version, IReadOnlyDictionary<string, SecretValue> Content);
