namespace Pdp.PlaneStore;

/// <summary>How the stores are kept.</summary>
/// <param name="Metrics">Samples of what containers use.</param>
/// <param name="Events">Events.</param>
/// <param name="Runs">Runs of tasks.</param>
/// <param name="Requests">What pods counted of their requests.</param>
public sealed record PlaneStoresOptions(PlaneStoreOptions Metrics, PlaneStoreOptions Events, PlaneStoreOptions Runs, PlaneStoreOptions Requests);
