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
    private readonly Dictionary<string, Flight> _inFlight = [];
    private readonly Dictionary<string, IntentStamp> _settled = [];
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
                _inFlight.Add(id, Flight.NotSent);
                return true;
            }

            return false;
        }
    }

    /// <summary>Says what goes out for an id that was taken.</summary>
    /// <param name="stamp">The intent.</param>
    /// <param name="at">When, as a timestamp of the session's clock.</param>
    public void Sending(IntentStamp stamp, long at)
    {
        lock (_lock)
            _inFlight[stamp.Id] = new Flight(stamp, at);
    }

    /// <summary>When the oldest that is not acknowledged was sent; null when all are.</summary>
    public long? OldestSent()
    {
        lock (_lock)
        {
            long? oldest = null;
            foreach (var flight in _inFlight.Values)
                if (flight.Stamp is not null && (oldest is null || flight.At < oldest))
                    oldest = flight.At;
            return oldest;
        }
    }

    /// <summary>Whether an id was sent and is not acknowledged, or is being sent.</summary>
    public bool IsInFlight(string id)
    {
        lock (_lock)
            return _inFlight.ContainsKey(id);
    }

    /// <summary>
    /// Says that the agent was found to hold this: it is not waited for any more. Its acknowledgement may be lost, or only late; then it
    /// still answers something.
    /// </summary>
    public void Settle(IntentStamp held)
    {
        lock (_lock)
        {
            if (_inFlight.GetValueOrDefault(held.Id)?.Stamp != held)
                return;
            _inFlight.Remove(held.Id);
            _settled[held.Id] = held;
            Wake();
        }
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
            var stamp = ack.Id.Length > 0 ? _inFlight.GetValueOrDefault(ack.Id)?.Stamp : _inFlight.Values.FirstOrDefault(f => f.Stamp?.Hash == ack.Hash)?.Stamp;
            if (stamp is null || (ack.Generation > 0 && ack.Generation != stamp.Generation))
                return TakeSettled(ack);
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

    private IntentStamp? TakeSettled(AckFrame ack) =>
        _settled.GetValueOrDefault(ack.Id) is { } stamp && stamp.Generation == ack.Generation && _settled.Remove(ack.Id) ? stamp : null;

    private void Wake() => _news.TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed record Flight(IntentStamp? Stamp, long At)
    {
        public static Flight NotSent { get; } = new(null, 0);
    }
}
