using System.Collections.Concurrent;

namespace Pdp.Cutter.Watching;

/// <summary>The changes made by somebody other than the agent, so that nobody takes them for its own.</summary>
public sealed class ForeignHands
{
    private readonly ConcurrentDictionary<long, byte> _versions = new();
    private readonly ConcurrentDictionary<string, byte> _deleted = new();

    /// <summary>Somebody wrote this version of an object.</summary>
    public void Wrote(long version) => _versions.TryAdd(version, 0);

    /// <summary>Somebody is about to delete this object.</summary>
    public void Deletes(string uid) => _deleted.TryAdd(uid, 0);

    /// <summary>Whether a change is somebody else's.</summary>
    public bool Made(Change change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return change.IsDeleted ? _deleted.ContainsKey(change.Uid) : _versions.ContainsKey(change.Version);
    }
}
