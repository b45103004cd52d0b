namespace Pdp.Observability.Components;

/// <summary>What an intent became in the cluster, down to containers.</summary>
public interface IRolloutTrees
{
    /// <summary>Its objects, those made of them below.</summary>
    /// <param name="intent">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What can be seen now; null when the cluster cannot be looked at.</returns>
    Task<IReadOnlyList<RolloutNode>?> OfAsync(DeployedIntent intent, CancellationToken cancellationToken);
}
