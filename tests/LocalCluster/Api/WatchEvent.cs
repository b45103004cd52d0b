using System.Text.Json.Nodes;

namespace Pdp.LocalCluster.Api;

/// <summary>One change; <paramref name="Object"/> is the new state, or the last one of a deleted object.</summary>
internal readonly record struct WatchEvent(WatchEventType Type, JsonObject Object);

internal enum WatchEventType
{
    Added,
    Modified,
    Deleted,
}
