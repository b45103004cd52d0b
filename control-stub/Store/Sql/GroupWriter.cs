using System.Threading.Channels;

namespace Pdp.ControlStub.Store.Sql;

/// <summary>
/// Writes for this process. Changes that wait at the same time share one transaction and so one flush to the disk (group commit). If one
/// of them fails the group is taken back and each is made by itself, so that it fails alone.
/// </summary>
internal sealed class GroupWriter : IAsyncDisposable
{
    /// <summary>Changes that may wait; more make their callers wait.</summary>
    private const int QueueLength = 1024;

    /// <summary>Most changes in one transaction.</summary>
    private const int GroupSize = 256;

    private readonly Func<Func<WriteScope, Task>, Task> _transact;
    private readonly EventAppender _events;
    private readonly Channel<IWrite> _queue = Channel.CreateBounded<IWrite>(new BoundedChannelOptions(QueueLength) { SingleReader = true });
    private readonly Task _loop;

    /// <summary>Begins to write.</summary>
    /// <param name="transact">Runs work inside a transaction; done once that is durable and its changes are told.</param>
    /// <param name="events">Numbers what happened.</param>
    public GroupWriter(Func<Func<WriteScope, Task>, Task> transact, EventAppender events)
    {
        (_transact, _events) = (transact, events);
        _loop = Task.Run(WriteAsync);
    }

    /// <summary>Makes a change; done once it is durable. Not cancelled any more once it has begun.</summary>
    public async Task<T> RunAsync<T>(Func<WriteScope, Task<T>> change, CancellationToken cancellationToken)
    {
        var write = new Write<T>(change, cancellationToken);
        try
        {
            await _queue.Writer.WriteAsync(write, cancellationToken);
        }
        catch (ChannelClosedException e)
        {
            throw new StoreException("The store is closing.", e);
        }

        return await write.Done;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
    }

    private async Task WriteAsync()
    {
        var group = new List<IWrite>(GroupSize);
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (group.Count < GroupSize && _queue.Reader.TryRead(out var next))
                group.Add(next);
            if (!await TryCommitAsync(group))
                foreach (var write in group)
                    await TryCommitAsync([write]);
            group.Clear();
        }
    }

    /// <summary>Commits a group.</summary>
    /// <returns>False when it was taken back, and each of its changes should be tried by itself.</returns>
    private async Task<bool> TryCommitAsync(List<IWrite> group)
    {
        try
        {
            await _transact(async scope =>
            {
                foreach (var write in group)
                    await write.RunAsync(scope);
                await _events.AppendAsync(scope);
            });
            foreach (var write in group)
                write.Complete();
            return true;
        }
#pragma warning disable CA1031 // Whatever went wrong belongs to the callers that wait; the writer lives on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            // A store that is away would make each of them wait for the same answer.
            if (group.Count > 1 && e is not StoreUnavailableException)
                return false;
            foreach (var write in group)
                write.Fail(e);
            return true;
        }
    }

    private interface IWrite
    {
        Task RunAsync(WriteScope scope);

        void Complete();

        void Fail(Exception error);
    }

    private sealed class Write<T>(Func<WriteScope, Task<T>> change, CancellationToken cancellationToken) : IWrite
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T _result = default!;

        public Task<T> Done => _done.Task;

        public async Task RunAsync(WriteScope scope)
        {
            if (_done.Task.IsCompleted || (cancellationToken.IsCancellationRequested && _done.TrySetCanceled(cancellationToken)))
                return;
            _result = await change(scope);
        }

        public void Complete() => _done.TrySetResult(_result);

        public void Fail(Exception error) => _done.TrySetException(error);
    }
}
