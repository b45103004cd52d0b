namespace Pdp.Core.Ports;

/// <summary>
/// The plane's own key under which values are hashed where a store has no versions of its own. Without it nobody can try values until one
/// has the hash.
/// </summary>
public interface ISecretVersionKey
{
    /// <summary>The key, 32 bytes; made when there is none. The same for all replicas and after every restart.</summary>
    /// <exception cref="ClusterException">It can neither be read nor made now.</exception>
    Task<ReadOnlyMemory<byte>> GetAsync(CancellationToken cancellationToken);
}
