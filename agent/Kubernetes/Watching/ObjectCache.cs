using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Pdp.Kubernetes.Objects;

namespace Pdp.Kubernetes.Watching;

/// <summary>
/// The picture a watch paints: feed it every notification and it holds the objects that are there and tells the true changes, so that
/// starting anew after an expired version looks like the few changes that were missed. Not safe for several writers. What it hands out is a
/// copy each time, read from the text it keeps.
/// </summary>
public sealed class ObjectCache
{
    private Dictionary<(string? Namespace, string Name), PackedObject> _objects = [];
    private Dictionary<(string? Namespace, string Name), PackedObject>? _notSeenSinceReset;

    /// <summary>Whether all objects have been told at least once. Until then what is missing may only not have been told yet.</summary>
    public bool IsSynced { get; private set; }

    /// <summary>How many objects there are.</summary>
    public int Count => _objects.Count;

    /// <summary>The objects that are there.</summary>
    public IEnumerable<JsonObject> Objects => _objects.Values.Select(packed => packed.Unpack());

    /// <summary>Finds an object.</summary>
    public bool TryGet(string? @namespace, string name, [NotNullWhen(true)] out JsonObject? found)
    {
        found = _objects.TryGetValue((@namespace, name), out var packed) ? packed.Unpack() : null;
        return found is not null;
    }

    /// <summary>Takes one notification in; returns what it changed, mostly one object or none.</summary>
    public IReadOnlyList<ObjectChange> Take(WatchNotification notification) => notification switch
    {
        WatchNotification.Reset => Restart(),
        WatchNotification.Added added => Put(added.Object),
        WatchNotification.Modified modified => Put(modified.Object),
        WatchNotification.Deleted deleted => Remove(deleted.Object),
        WatchNotification.Synced => Finish(),
        _ => [],
    };

    private ObjectChange[] Restart()
    {
        _notSeenSinceReset = new(_objects);
        return [];
    }

    private ObjectChange[] Put(JsonObject now)
    {
        var key = KeyOf(now);
        _notSeenSinceReset?.Remove(key);
        _objects.TryGetValue(key, out var before);
        if (before is not null && before.ResourceVersion == now.ResourceVersion && before.Uid == now.Uid) return [];
        _objects[key] = PackedObject.Of(now);
        return [new ObjectChange(before, now)];
    }

    private ObjectChange[] Remove(JsonObject last)
    {
        var key = KeyOf(last);
        _notSeenSinceReset?.Remove(key);
        return _objects.Remove(key) ? [new ObjectChange(last, null)] : [];
    }

    private ObjectChange[] Finish()
    {
        IsSynced = true;
        if (_notSeenSinceReset is not { Count: > 0 } gone)
        {
            _notSeenSinceReset = null;
            return [];
        }
        _notSeenSinceReset = null;
        _objects = _objects.Where(entry => !gone.ContainsKey(entry.Key)).ToDictionary();
        return [.. gone.Values.Select(last => new ObjectChange(last.Unpack(), null))];
    }

    private static (string?, string) KeyOf(JsonObject obj) => (obj.Namespace, obj.Name ?? "");
}

