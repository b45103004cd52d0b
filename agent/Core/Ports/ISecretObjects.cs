using System.Text.Json.Nodes;
using Pdp.Core.Secrets;

namespace Pdp.Core.Ports;

/// <summary>
/// The Secrets of workloads. They are made and never read, changed or deleted: each has the name of the ConfigMap that says what is in it,
/// belongs to it, and is collected by the cluster when it goes. Only the leader makes them.
/// </summary>
public interface ISecretObjects
{
    /// <summary>Whether the Secret beside a ConfigMap is there.</summary>
    /// <param name="manifest">The ConfigMap as it lives in the cluster.</param>
    /// <param name="trust">How long to believe what was found before, instead of asking.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ClusterException">The cluster cannot be asked.</exception>
    Task<SecretPresence> FindAsync(JsonObject manifest, TimeSpan trust, CancellationToken cancellationToken);

    /// <summary>Makes the Secret beside a ConfigMap.</summary>
    /// <param name="manifest">The ConfigMap as it lives in the cluster.</param>
    /// <param name="content">The content.</param>
    /// <param name="cancellationToken">Gives up waiting; it may have been made all the same.</param>
    /// <returns><see cref="SecretPresence.Uncertain"/> when one of that name is there already.</returns>
    /// <exception cref="ClusterException">Not made.</exception>
    Task<SecretPresence> MakeAsync(JsonObject manifest, SecretContent content, CancellationToken cancellationToken);
}

/// <summary>Whether a Secret is there.</summary>
public enum SecretPresence
{
    /// <summary>It is not.</summary>
    Absent,

    /// <summary>One of that name is, but it may be left of an earlier ConfigMap and about to go with it. To be looked at again.</summary>
    Uncertain,

    /// <summary>It is.</summary>
    Present,
}
