namespace Pdp.PlaneStore;

/// <summary>How the stores are kept.</summary>
/// <param name="Metrics">Samples of what containers use.</param>
/// <param name="Events">Events.</param>
/// <param name="Runs">Runs of tasks.</param>
public sealed record PlaneStoresOptions(PlaneStoreOptions Metrics, PlaneStoreOptions Events, PlaneStoreOptions Runs);
