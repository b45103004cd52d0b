using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Schema;

namespace Pdp.LocalCluster.Apply;

/// <summary>
/// Field ownership through writes: an update owns what it changes; an apply owns what it states, may not take a field somebody
/// else has set otherwise unless it forces, and removes what it no longer states and nobody else owns.
/// </summary>
internal sealed class FieldTracker(SchemaType type, string apiVersion, string subresource, FieldSet ignored)
{
    private const int MaxUpdaters = 10;

    private static readonly FieldSet Stripped = OfPaths(
        ["f:apiVersion"], ["f:kind"], ["f:metadata"], ["f:metadata", "f:name"], ["f:metadata", "f:namespace"],
        ["f:metadata", "f:creationTimestamp"], ["f:metadata", "f:selfLink"], ["f:metadata", "f:uid"], ["f:metadata", "f:generation"],
        ["f:metadata", "f:managedFields"], ["f:metadata", "f:resourceVersion"]);

    public static FieldSet OfPaths(params ReadOnlySpan<string[]> paths)
    {
        var set = new FieldSet();
        foreach (var path in paths)
            set.Insert(path);
        return set;
    }

    /// <summary>Writes into <paramref name="current"/> who owns what once <paramref name="manager"/> has made it of
    /// <paramref name="live"/> by a create, an update or a patch.</summary>
    public void Update(JsonObject? live, JsonObject current, string manager, DateTimeOffset now)
    {
        var managers = OfLiveOr(live, current);
        Detach(current);
        if (managers is null || (managers.IsEmpty && live.Text("metadata", "uid") is not null))
        {
            // Ownership was reset, or never tracked.
            Write(current, managers);
            return;
        }
        if (Compared(live, current) is not { } comparison)
        {
            // Lists whose items cannot be told apart are for validation to refuse; ownership stays as it was.
            Write(current, managers);
            return;
        }
        var id = FieldManagerId.Updater(manager, apiVersion, subresource);
        var changed = comparison.Modified.Union(comparison.Added).Difference(Stripped);
        Release(managers, comparison, keep: null);
        if (!changed.IsEmpty)
        {
            managers[id] = managers[id].Union(changed);
            managers.Touch(id, apiVersion, now);
        }
        UpdaterCap.Apply(managers, MaxUpdaters, apiVersion);
        Write(current, managers);
    }

    /// <summary>The object <paramref name="live"/> becomes when <paramref name="config"/> is applied, with its ownership.</summary>
    /// <param name="live">The object in the store, or an empty one.</param>
    /// <param name="config">The applied configuration, checked by <see cref="FieldCollector.Check(SchemaType, JsonObject)"/>.</param>
    /// <param name="manager">Who applies.</param>
    /// <param name="force">Take fields from their owners.</param>
    /// <param name="now">The time of the entry.</param>
    /// <exception cref="ApplyConflictException">Somebody else has set a field otherwise.</exception>
    public JsonObject Apply(JsonObject live, JsonObject config, string manager, bool force, DateTimeOffset now)
    {
        var managers = FieldManagers.Of(live.Array("metadata", "managedFields"));
        if (managers.IsEmpty && live.Count > 0)
            managers[FieldManagerId.Updater("before-first-apply", apiVersion, subresource)] = Owned(FieldCollector.Collect(type, live));
        var id = FieldManagerId.Applier(manager, subresource);
        var last = managers[id];
        // Names and versions belong to nobody in the end, but while pruning they keep metadata from going with the last field owned in it.
        managers[id] = FieldCollector.Collect(type, config).RecursiveDifference(ignored);
        var merged = Prune(ConfigMerger.Merge(type, live, config), managers, last);
        managers[id] = managers[id].Difference(Stripped);
        var comparison = Comparison.Of(type, live, merged).Without(ignored);
        if (!force && Conflicts(managers, comparison, id) is { Count: > 0 } conflicts)
            LastApplied.Allow(type, apiVersion, live, manager, conflicts);
        Release(managers, comparison, keep: id);
        if (!JsonEquality.Same(live, merged))
            managers.Touch(id, apiVersion, now);
        LastApplied.Refresh(merged, config, manager);
        Detach(merged);
        Write(merged, managers);
        return merged;
    }

    /// <summary>What the manager applied before, does not state now and nobody owns, goes.</summary>
    private JsonObject Prune(JsonObject merged, FieldManagers managers, FieldSet last)
    {
        // Most applies state what they stated before.
        if (last.Difference(managers.All).IsEmpty)
            return merged;
        var named = last.WithNamedFields(type);
        var pruned = FieldRemover.Remove(type, merged, named);
        var mergedSet = FieldCollector.Collect(type, merged).WithNamedFields(type);
        var kept = FieldCollector.Collect(type, pruned).WithNamedFields(type).Union(managers.All.WithNamedFields(type));
        pruned = FieldRemover.Remove(type, merged, mergedSet.Difference(kept));
        var left = FieldCollector.Collect(type, pruned).WithNamedFields(type);
        return FieldRemover.Remove(type, merged, mergedSet.Difference(left).Intersection(named));
    }

    private Comparison? Compared(JsonObject? live, JsonObject current)
    {
        try
        {
            return Comparison.Of(type, live, current).Without(ignored);
        }
        catch (FieldTypeException)
        {
            return null;
        }
    }

    private static List<FieldConflict> Conflicts(FieldManagers managers, Comparison comparison, FieldManagerId applier)
    {
        var set = comparison.Modified.Union(comparison.Added);
        return [.. managers.Ids
            .Where(id => id != applier)
            .OrderBy(id => id.Manager, StringComparer.Ordinal)
            .SelectMany(id => managers[id].Intersection(set).Paths().Select(path => new FieldConflict(id, path)))];
    }

    /// <summary>Everybody but one gives up what was changed, and all what was removed.</summary>
    private static void Release(FieldManagers managers, Comparison comparison, FieldManagerId? keep)
    {
        var taken = comparison.Modified.Union(comparison.Added);
        foreach (var id in managers.Ids)
        {
            if (id != keep)
                managers[id] = managers[id].Difference(taken).Difference(comparison.Removed);
        }
    }

    private FieldSet Owned(FieldSet set) => set.RecursiveDifference(ignored).Difference(Stripped);

    /// <summary>Clients may send back or clear the entries; null where they cleared them. A subresource keeps those there are.</summary>
    private FieldManagers? OfLiveOr(JsonObject? live, JsonObject current)
    {
        var sent = current.Array("metadata", "managedFields");
        if (sent is not null && subresource.Length == 0)
        {
            if (sent.Count == 0 || sent is [JsonObject { Count: 0 }])
                return null;
            if (FieldManagers.Of(sent) is { IsEmpty: false } managers)
                return managers;
        }
        return FieldManagers.Of(live.Array("metadata", "managedFields"));
    }

    private static void Detach(JsonObject obj) => obj.Object("metadata")?.Remove("managedFields");

    private static void Write(JsonObject obj, FieldManagers? managers)
    {
        if (managers?.ToJson() is not { } entries)
            return;
        if (obj["metadata"] is not JsonObject metadata)
            obj["metadata"] = metadata = [];
        metadata["managedFields"] = entries;
    }
}
