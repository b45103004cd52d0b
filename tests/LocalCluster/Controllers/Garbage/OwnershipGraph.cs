using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.Garbage;

/// <summary>Who owns whom, by uid. Safe to use from several watches at once.</summary>
internal sealed class OwnershipGraph
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, OwnedObject> _objects = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Resource, ObjectKey Key), string> _uids = [];
    private readonly Dictionary<string, HashSet<string>> _dependents = new(StringComparer.Ordinal);

    /// <summary>Remembers an object as it is now.</summary>
    /// <returns>How it was remembered before, or null.</returns>
    public OwnedObject? Put(OwnedObject obj)
    {
        lock (_lock)
        {
            var before = _objects.GetValueOrDefault(obj.Uid);
            if (before is not null) Unlink(before);
            _objects[obj.Uid] = obj;
            _uids[(obj.Resource, obj.Key)] = obj.Uid;
            foreach (var owner in obj.Owners)
            {
                if (!_dependents.TryGetValue(owner.Uid, out var dependents)) _dependents[owner.Uid] = dependents = new HashSet<string>(StringComparer.Ordinal);
                dependents.Add(obj.Uid);
            }

            return before;
        }
    }

    public void Remove(string uid)
    {
        lock (_lock)
        {
            if (!_objects.Remove(uid, out var obj)) return;
            Unlink(obj);
            if (_uids.GetValueOrDefault((obj.Resource, obj.Key)) == uid) _uids.Remove((obj.Resource, obj.Key));
        }
    }

    public OwnedObject? Find(string uid)
    {
        lock (_lock) return _objects.GetValueOrDefault(uid);
    }

    /// <summary>The object last seen under a name; it may be another one than now bears it.</summary>
    public OwnedObject? FindNamed(string resource, ObjectKey key)
    {
        lock (_lock) return _uids.TryGetValue((resource, key), out var uid) ? _objects.GetValueOrDefault(uid) : null;
    }

    /// <summary>The objects that name <paramref name="uid"/> among their owners.</summary>
    public IReadOnlyList<OwnedObject> DependentsOf(string uid)
    {
        lock (_lock) return _dependents.TryGetValue(uid, out var dependents) ? [.. dependents.Select(dependent => _objects[dependent])] : [];
    }

    private void Unlink(OwnedObject obj)
    {
        foreach (var owner in obj.Owners)
        {
            if (_dependents.TryGetValue(owner.Uid, out var dependents) && dependents.Remove(obj.Uid) && dependents.Count == 0) _dependents.Remove(owner.Uid);
        }
    }
}
