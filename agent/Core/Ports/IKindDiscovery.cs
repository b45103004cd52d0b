namespace Pdp.Core.Ports;

/// <summary>Asks the cluster about kinds, so that <see cref="IKindCatalog"/> knows them.</summary>
public interface IKindDiscovery
{
    /// <summary>Learns these kinds, unless they are known. A kind the cluster does not serve is no error.</summary>
    /// <exception cref="ClusterException">The cluster cannot be asked.</exception>
    Task LearnAsync(IReadOnlyCollection<(string Group, string Version, string Kind)> kinds, CancellationToken cancellationToken);
}
