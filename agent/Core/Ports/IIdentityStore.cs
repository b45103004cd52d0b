namespace Pdp.Core.Ports;

/// <summary>Where the agent keeps its key and certificate, so that a restart or a standby goes on as the same. Only the leader writes.</summary>
public interface IIdentityStore
{
    /// <summary>What to call the place when talking to people, such as <c>Secret pdp-system/pdp-agent-identity</c>.</summary>
    string Place { get; }

    /// <summary>Reads what is kept.</summary>
    /// <exception cref="ClusterException">It cannot be read now.</exception>
    Task<KeptIdentity> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Writes what is to be kept, as a whole; durable when it returns.</summary>
    /// <param name="fields">The content by field; some of it is secret.</param>
    /// <param name="version">Of what was read before, or written last; null when there was nothing.</param>
    /// <param name="cancellationToken">Gives up waiting; it may have been written all the same.</param>
    /// <returns>The version written.</returns>
    /// <exception cref="ClusterException">
    /// Not written. With <see cref="ClusterException.IsOutdated"/>, something else is there than when it was read.
    /// </exception>
    Task<string> WriteAsync(IReadOnlyDictionary<string, string> fields, string? version, CancellationToken cancellationToken);
}

/// <summary>What an <see cref="IIdentityStore"/> keeps. Never printed.</summary>
/// <param name="Fields">The content by field; empty when there is none.</param>
/// <param name="Version">For the next write; null when nothing is there.</param>
public sealed record KeptIdentity(IReadOnlyDictionary<string, string> Fields, string? Version)
{
    /// <summary>Nothing of the content.</summary>
    public override string ToString() => nameof(KeptIdentity);
}
