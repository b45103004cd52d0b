using System.Collections.Concurrent;
using Pdp.Protocol.Frames;

namespace Pdp.ControlStub.Gateway;

/// <content>What the agent is told without an answer.</content>
internal sealed partial class AgentSession
{
    // For an agent that does not read: what is not told it finds by itself at its store's next refresh.
    private const int MostHints = 64;

    private readonly ConcurrentQueue<HintFrame> _hints = new();

    /// <summary>Tells the agent, once it can be, that a secret is said to have another version.</summary>
    public void Hint(string store, string secret)
    {
        if (!_listens || _hints.Count >= MostHints)
            return;
        _hints.Enqueue(new HintFrame(store, secret));
        _queue.Post([]);
    }

    private async Task SendHintsAsync(CancellationToken stop)
    {
        while (!_ended.Task.IsCompleted && _hints.TryDequeue(out var hint))
            await WriteAsync(hint, stop);
    }
}
