namespace Pdp.Simulation.Cluster;

/// <summary>Who writes.</summary>
/// <param name="Name">Which life of which process, or which person.</param>
/// <param name="Term">The lease term it held when it sent the request; 0 when none.</param>
/// <param name="Since">The number of the newest record of the history when it sent the request.</param>
internal sealed record Author(string Name, long Term = 0, long Since = 0)
{
    /// <summary>Somebody at a keyboard.</summary>
    public static Author Hand { get; } = new("hand");

    /// <summary>Kubernetes' own controllers.</summary>
    public static Author Controller { get; } = new("controller");

    /// <summary>Whether this is an agent.</summary>
    public bool IsAgent => Name.StartsWith("agent", StringComparison.Ordinal);
}
