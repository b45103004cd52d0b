using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Pdp.Core.Ports;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Watching;

namespace Pdp.Daemon.Cluster.Intents;

/// <summary>Tells what becomes of the journal. Safe for any number of threads.</summary>
internal sealed class JournalNews(IEnumerable<IIntentObserver> observers)
{
    private readonly IIntentObserver[] _observers = [.. observers];
    private readonly ConcurrentDictionary<string, JsonNode> _underWay = new();

    /// <summary>A resource came, changed or went.</summary>
    public void Tell(ObjectChange change)
    {
        var (before, after) = (change.Before is { } b ? IntentResource.Read(b) : null, change.Now is { } n ? IntentResource.Read(n) : null);
        foreach (var observer in _observers) observer.Changed((after ?? before)!.Id, before, after);
    }

    /// <summary>An intent is known not to be held.</summary>
    public void TellNotHeld(string id)
    {
        foreach (var observer in _observers) observer.Changed(id, null, null);
    }

    /// <summary>The cluster told of a change. If it was one of the status, and by no write that is under way, that is news of its own.</summary>
    public void TellOfReplacedStatus(ObjectChange change)
    {
        if (change is not { Before: { } before, Now: { Name: { } id } now } || JsonNode.DeepEquals(before.Status, now.Status)) return;
        // The watch may tell of a write before it is answered.
        if (_underWay.TryGetValue(id, out var own) && JsonNode.DeepEquals(own, now.Status)) return;
        foreach (var observer in _observers) observer.StatusReplaced(id);
    }

    /// <summary>Makes a write of a status.</summary>
    public async Task WhileWritingAsync(string id, JsonNode status, Func<Task> write)
    {
        _underWay[id] = status;
        try
        {
            await write();
        }
        finally
        {
            _underWay.TryRemove(id, out _);
        }
    }
}
