using System.Diagnostics.CodeAnalysis;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Gateway;

/// <summary>
/// Which intents a session still owes its agent. Holds ids, not documents: what is sent is read when it is sent, so that a newer
/// generation overtakes an older one that still waits. One id is in flight once at most; all of them together at most as often as the
/// window allows. Safe for several threads.
/// </summary>
internal sealed class DeliveryQueue(int window)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<string> _line = [];
    private readonly HashSet<string> _waiting = [];
    private readonly Dictionary<string, IntentStamp?> _inFlight = [];
    private TaskCompletionSource _news = NewSignal();

    /// <summary>Ids not sent yet.</summary>
    public int Waiting
    {
        get { lock (_lock) return _waiting.Count; }
    }

    /// <summary>Ids sent and not acknowledged.</summary>
    public int InFlight
    {
        get { lock (_lock) return _inFlight.Count; }
    }

    /// <summary>Owes these from now on. One that waits already keeps its place; one in flight is sent again after its answer.</summary>
    public void Post(IEnumerable<string> ids)
    {
        lock (_lock)
        {
            foreach (var id in ids)
                if (_waiting.Add(id))
                    _line.AddLast(id);
            Wake();
        }
    }

    /// <summary>Takes the next id that may be sent; false when there is none, or the window is full.</summary>
    public bool TryTake([NotNullWhen(true)] out string? id)
    {
        lock (_lock)
        {
            id = null;
            if (_inFlight.Count >= window)
                return false;
            for (var node = _line.First; node is not null; node = node.Next)
            {
                if (_inFlight.ContainsKey(node.Value))
                    continue;
                id = node.Value;
                _line.Remove(node);
                _waiting.Remove(id);
                _inFlight.Add(id, null);
                return true;
            }

            return false;
        }
    }

    /// <summary>Says what goes out for an id that was taken.</summary>
    public void Sending(IntentStamp stamp)
    {
        lock (_lock)
            _inFlight[stamp.Id] = stamp;
    }

    /// <summary>Says that nothing goes out for an id that was taken.</summary>
    public void Skip(string id)
    {
        lock (_lock)
        {
            _inFlight.Remove(id);
            Wake();
        }
    }

    /// <summary>What an acknowledgement answers, which is no longer in flight then; null when it answers nothing.</summary>
    public IntentStamp? Acknowledge(AckFrame ack)
    {
        lock (_lock)
        {
            // A document that could not be read is named by its hash alone.
            var stamp = ack.Id.Length > 0 ? _inFlight.GetValueOrDefault(ack.Id) : _inFlight.Values.FirstOrDefault(s => s?.Hash == ack.Hash);
            if (stamp is null || (ack.Generation > 0 && ack.Generation != stamp.Generation))
                return null;
            _inFlight.Remove(stamp.Id);
            Wake();
            return stamp;
        }
    }

    /// <summary>Done when there may be something to take. May be early; never late.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return _news.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Begins to look again: call before <see cref="TryTake"/> says no, so that nothing is missed in between.</summary>
    public void Rearm()
    {
        lock (_lock)
        {
            if (_news.Task.IsCompleted)
                _news = NewSignal();
        }
    }

    private void Wake() => _news.TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
