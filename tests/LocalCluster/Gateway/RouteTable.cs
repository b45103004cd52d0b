using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Gateway;

/// <summary>All ways through one listener. Never changes; a changed route makes another table.</summary>
internal sealed class RouteTable(IEnumerable<JsonObject> routes)
{
    private readonly RouteRule[] _rules = [.. routes.SelectMany(RouteRule.Of).OrderByDescending(rule => rule.Rank)];
    private int _turn;

    /// <summary>The way a request goes; null when none is open to it.</summary>
    public RouteRule? Find(string host, string path, IHeaderDictionary headers) =>
        _rules.FirstOrDefault(rule => rule.Takes(host.ToLowerInvariant(), path, headers));

    /// <summary>The backend whose turn it is, by weight: of every hundred requests each gets its share exactly. Null when there is none.</summary>
    public JsonObject? Backend(RouteRule rule)
    {
        var weighted = rule.Rule.Items("backendRefs").Where(backend => (backend.Int("weight") ?? 1) > 0).ToList();
        if (weighted.Count == 0) return null;
        var total = weighted.Sum(backend => backend.Int("weight") ?? 1);
        // A step that shares no factor with the total visits every place once before any twice, and not all of one backend in a row.
        var place = (int)((uint)Interlocked.Increment(ref _turn) * 7919u % (uint)total);
        foreach (var backend in weighted)
        {
            place -= backend.Int("weight") ?? 1;
            if (place < 0) return backend;
        }
        return weighted[^1];
    }
}
