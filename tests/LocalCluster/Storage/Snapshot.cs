using System.Collections.Immutable;

namespace Pdp.LocalCluster.Storage;

/// <summary>All objects of a resource at one moment. Snapshots share what did not change between them.</summary>
internal sealed record Snapshot(ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, StoredObject>> Namespaces)
{
    private static readonly ImmutableSortedDictionary<string, StoredObject> NoObjects =
        ImmutableSortedDictionary.Create<string, StoredObject>(StringComparer.Ordinal);

    public static Snapshot Empty { get; } =
        new(ImmutableSortedDictionary.Create<string, ImmutableSortedDictionary<string, StoredObject>>(StringComparer.Ordinal));

    public int Count(string? ns) =>
        ns is null ? Namespaces.Sum(n => n.Value.Count) : Namespaces.TryGetValue(ns, out var objects) ? objects.Count : 0;

    public StoredObject? Get(ObjectKey key) =>
        Namespaces.TryGetValue(key.Namespace, out var objects) && objects.TryGetValue(key.Name, out var found) ? found : null;

    /// <summary>The objects of one namespace, or of all, in key order.</summary>
    public IEnumerable<StoredObject> All(string? ns)
    {
        if (ns is not null)
            return Namespaces.TryGetValue(ns, out var objects) ? objects.Values : [];
        return Namespaces.Values.SelectMany(n => n.Values);
    }

    public Snapshot With(StoredObject stored)
    {
        var objects = Namespaces.GetValueOrDefault(stored.Key.Namespace, NoObjects);
        return new Snapshot(Namespaces.SetItem(stored.Key.Namespace, objects.SetItem(stored.Key.Name, stored)));
    }

    public Snapshot Without(ObjectKey key)
    {
        var objects = Namespaces.GetValueOrDefault(key.Namespace, NoObjects).Remove(key.Name);
        return new Snapshot(objects.IsEmpty ? Namespaces.Remove(key.Namespace) : Namespaces.SetItem(key.Namespace, objects));
    }
}
