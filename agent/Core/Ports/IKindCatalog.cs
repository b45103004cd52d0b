namespace Pdp.Core.Ports;

/// <summary>What discovery knows of kinds. A lookup in memory: it neither waits nor asks the cluster.</summary>
public interface IKindCatalog
{
    /// <summary>Whether objects of a kind live in a namespace.</summary>
    /// <param name="group">API group; empty for the core group.</param>
    /// <param name="version">API version.</param>
    /// <param name="kind">Kind.</param>
    KindScope ScopeOf(string group, string version, string kind);
}

/// <summary>Where objects of a kind live.</summary>
public enum KindScope
{
    /// <summary>The cluster does not serve the kind in that version.</summary>
    Unknown,

    /// <summary>In a namespace.</summary>
    Namespaced,

    /// <summary>In none.</summary>
    Cluster,
}
