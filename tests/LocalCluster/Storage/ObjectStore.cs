using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;

namespace Pdp.LocalCluster.Storage;

/// <summary>
/// All objects of the cluster in memory, under one version counter. Writers prepare their object first; only the comparison with
/// the state they started from, and the store itself, happen under the lock.
/// </summary>
internal sealed class ObjectStore(int history)
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, ResourceTable> _tables = new(StringComparer.Ordinal);
    private long _version;

    /// <summary>The version of the last change of anything.</summary>
    public long Version => Volatile.Read(ref _version);

    public ResourceTable Table(string resource) =>
        _tables.GetOrAdd(resource, static (name, store) => new ResourceTable(name, store.History, store.Version), this);

    /// <summary>Forgets a resource that is no longer served.</summary>
    public void Drop(string resource) => _tables.TryRemove(resource, out _);

    /// <summary>Stores a new object; null where there is one under the key already.</summary>
    /// <param name="table">Its resource.</param>
    /// <param name="key">Its key.</param>
    /// <param name="value">The object; belongs to the store from here on.</param>
    /// <param name="guard">Runs under the lock, so that nothing can come between its look and the store; throws to refuse.</param>
    public StoredObject? Create(ResourceTable table, ObjectKey key, JsonObject value, Action? guard = null)
    {
        lock (_lock)
        {
            guard?.Invoke();
            if (table.Current.Get(key) is not null)
                return null;
            return Append(table, WatchEventType.Added, key, value, null);
        }
    }

    /// <summary>Stores a new state of the object that was read as <paramref name="before"/>; null where it has changed since.</summary>
    public StoredObject? Replace(ResourceTable table, StoredObject before, JsonObject value)
    {
        lock (_lock)
        {
            return ReferenceEquals(table.Current.Get(before.Key), before)
                ? Append(table, WatchEventType.Modified, before.Key, value, before)
                : null;
        }
    }

    /// <summary>Removes the object that was read as <paramref name="before"/>; false where it has changed since.</summary>
    public bool Remove(ResourceTable table, StoredObject before)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(table.Current.Get(before.Key), before))
                return false;
            var version = _version + 1;
            table.Append(WatchEventType.Deleted, before.At(version), before);
            Volatile.Write(ref _version, version);
            return true;
        }
    }

    private int History => history;

    private StoredObject Append(ResourceTable table, WatchEventType type, ObjectKey key, JsonObject value, StoredObject? before)
    {
        var version = _version + 1;
        StoredObject.Stamp(value, version);
        var stored = new StoredObject(key, version, value);
        table.Append(type, stored, before);
        Volatile.Write(ref _version, version);
        return stored;
    }
}
