namespace Pdp.LocalCluster.Node;

/// <summary>A container that runs now.</summary>
/// <param name="PodUid">Its pod.</param>
/// <param name="Name">Its name.</param>
/// <param name="ProcessId">The process that leads it; null where there is none behind it.</param>
internal sealed record RunningContainer(string PodUid, string Name, int? ProcessId);
