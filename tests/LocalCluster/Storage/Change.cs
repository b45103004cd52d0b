using Pdp.LocalCluster.Api;

namespace Pdp.LocalCluster.Storage;

/// <summary>One entry of a resource's history.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Object">The new state; of a deleted object its last one, under the version of the deletion.</param>
/// <param name="Before">The state before, where there was one.</param>
/// <param name="After">All objects of the resource once this had happened.</param>
internal sealed record Change(WatchEventType Type, StoredObject Object, StoredObject? Before, Snapshot After)
{
    public long Version => Object.Version;
}
