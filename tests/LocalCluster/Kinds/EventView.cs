using System.Text.Json.Nodes;
using Pdp.LocalCluster.Resources;

namespace Pdp.LocalCluster.Kinds;

/// <summary>Events of <c>events.k8s.io</c> are core events under other field names.</summary>
internal static class EventView
{
    private static readonly (string View, string Stored)[] Names =
    [
        ("regarding", "involvedObject"), ("note", "message"), ("reportingController", "reportingComponent"), ("deprecatedSource", "source"),
        ("deprecatedFirstTimestamp", "firstTimestamp"), ("deprecatedLastTimestamp", "lastTimestamp"), ("deprecatedCount", "count"),
    ];

    public static KindView Of { get; } = new(
        "events", o => Rename(o, "v1", toStored: true), o => Rename(o, "events.k8s.io/v1", toStored: false));

    private static JsonObject Rename(JsonObject source, string apiVersion, bool toStored)
    {
        var result = new JsonObject();
        foreach (var (key, value) in source)
        {
            var name = Names.FirstOrDefault(n => (toStored ? n.View : n.Stored) == key);
            result[(toStored ? name.Stored : name.View) ?? key] = value?.DeepClone();
        }
        result["apiVersion"] = apiVersion;
        return result;
    }
}
