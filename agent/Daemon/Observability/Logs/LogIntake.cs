using System.Threading.Channels;
using Pdp.LogStore;

namespace Pdp.Daemon.Observability.Logs;

/// <summary>
/// Between containers and the store. Whoever reads a container waits until its batch is on disk, so each has one batch here at most: a noisy
/// container cannot fill the queue, memory is bounded by the number of containers, and all that waits is stored in one transaction.
/// </summary>
internal sealed class LogIntake(ILogSink store)
{
    // Bounds a transaction, so that a quiet container does not wait for a hundred noisy ones.
    private const int BatchesAtOnce = 64;

    private readonly Channel<(SourceBatch Batch, TaskCompletionSource Stored)> _waiting =
        System.Threading.Channels.Channel.CreateUnbounded<(SourceBatch, TaskCompletionSource)>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>The store.</summary>
    public ILogSink Store => store;

    /// <summary>Why the last batches could not be stored; null when they were.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Returns when the batch is on disk.</summary>
    /// <exception cref="LogStoreException">It could not be stored; the store's position says from where to read again.</exception>
    public Task AddAsync(SourceBatch batch, CancellationToken cancellationToken)
    {
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Writer.TryWrite((batch, stored));
        return stored.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Stores what comes, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var together = new List<(SourceBatch Batch, TaskCompletionSource Stored)>();
        while (await _waiting.Reader.WaitToReadAsync(cancellationToken))
        {
            while (together.Count < BatchesAtOnce && _waiting.Reader.TryRead(out var one)) together.Add(one);
            await StoreAsync(together, cancellationToken);
            together.Clear();
        }
    }

    private async Task StoreAsync(List<(SourceBatch Batch, TaskCompletionSource Stored)> together, CancellationToken cancellationToken)
    {
        try
        {
            await store.AppendAsync([.. together.Select(one => one.Batch)], cancellationToken);
            Trouble = null;
            foreach (var one in together) one.Stored.TrySetResult();
        }
        catch (Exception failed)
        {
            Trouble = failed.Message;
            foreach (var one in together) one.Stored.TrySetException(failed);
            if (failed is not LogStoreException) throw;
        }
    }
}
