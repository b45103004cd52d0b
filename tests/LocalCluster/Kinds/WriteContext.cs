using Pdp.LocalCluster.Storage;

namespace Pdp.LocalCluster.Kinds;

/// <summary>What rules may look at beside the object itself.</summary>
internal sealed record WriteContext(ObjectStore Store, DateTimeOffset Now, ServiceAddresses Addresses, bool DryRun);
