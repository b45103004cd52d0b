using System.Runtime.CompilerServices;
using Pdp.Core.Ports;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Channel.Stage;

/// <summary>A conflating feed: all that is known first, then the newest of what changed.</summary>
internal sealed class FakeStatusFeed : IStatusFeed
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, (IntentStatus? Status, long Version)> _all = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _version;

    public void Set(string id, string message) => Set(id, new IntentStatus { Phase = IntentPhase.Healthy, Message = message });

    public void Set(string id, IntentStatus? status)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _all[id] = (status, ++_version);
            (changed, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        changed.TrySetResult();
    }

    public async IAsyncEnumerable<IReadOnlyList<StatusEntry>> ReadAsync(int maxBatch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new Dictionary<string, long>();
        while (true)
        {
            Task changed;
            List<StatusEntry> batch = [];
            lock (_lock)
            {
                changed = _changed.Task;
                foreach (var (id, (status, version)) in _all.Where(e => seen.GetValueOrDefault(e.Key) < e.Value.Version).Take(maxBatch))
                {
                    batch.Add(new StatusEntry(id, status));
                    seen[id] = version;
                }
            }
            if (batch.Count > 0) yield return batch;
            else await changed.WaitAsync(cancellationToken);
        }
    }
}
