using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Pdp.ControlStub.Store.Sqlite;

/// <summary>
/// The only writer. Changes that wait at the same time share one transaction and so one flush to the disk (group commit);
/// each has a savepoint of its own, so that one that fails takes back nothing but itself.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    /// <summary>Changes that may wait; more make their callers wait.</summary>
    private const int QueueLength = 1024;

    /// <summary>Most changes in one transaction.</summary>
    private const int GroupSize = 256;

    private const string Savepoint = "one";

    private readonly SqliteConnection _connection;
    private readonly ChangeBroadcast _changes;
    private readonly Channel<IWrite> _queue = Channel.CreateBounded<IWrite>(new BoundedChannelOptions(QueueLength) { SingleReader = true });
    private readonly Task _loop;

    public SqliteWriter(SqliteConnection connection, ChangeBroadcast changes)
    {
        (_connection, _changes) = (connection, changes);
        _loop = Task.Run(WriteAsync);
    }

    /// <summary>Makes a change; done once it is durable. Not cancelled any more once it has begun.</summary>
    public async Task<T> RunAsync<T>(Func<WriteScope, T> change, CancellationToken cancellationToken)
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
        if (_queue.Writer.TryComplete())
        {
            await _loop;
            await _connection.DisposeAsync();
        }
    }

    private async Task WriteAsync()
    {
        var group = new List<IWrite>(GroupSize);
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (group.Count < GroupSize && _queue.Reader.TryRead(out var next))
                group.Add(next);
            Commit(group);
            group.Clear();
        }
    }

    private void Commit(List<IWrite> group)
    {
        try
        {
            var scope = new WriteScope(_connection);
            using (var transaction = _connection.BeginTransaction(deferred: false))
            {
                scope.Transaction = transaction;
                foreach (var write in group)
                    RunOne(write, scope);
                transaction.Commit();
            }

            foreach (var write in group)
                write.Complete();
            foreach (var change in scope.Changes)
                _changes.Tell(change);
        }
#pragma warning disable CA1031 // Whatever went wrong belongs to the callers that wait; the writer lives on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            foreach (var write in group)
                write.Fail(e);
        }
    }

    private static void RunOne(IWrite write, WriteScope scope)
    {
        scope.Transaction.Save(Savepoint);
        var announced = scope.Changes.Count;
        if (!write.Run(scope))
        {
            scope.Transaction.Rollback(Savepoint);
            scope.Changes.RemoveRange(announced, scope.Changes.Count - announced);
        }

        scope.Transaction.Release(Savepoint);
    }

    private interface IWrite
    {
        /// <summary>False when what it did must be taken back.</summary>
        bool Run(WriteScope scope);

        void Complete();

        void Fail(Exception error);
    }

    private sealed class Write<T>(Func<WriteScope, T> change, CancellationToken cancellationToken) : IWrite
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T _result = default!;
        private Exception? _error;

        public Task<T> Done => _done.Task;

        public bool Run(WriteScope scope)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                _done.TrySetCanceled(cancellationToken);
                return true;
            }

            try
            {
                _result = change(scope);
                return true;
            }
#pragma warning disable CA1031 // The caller gets it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _error = e;
                return false;
            }
        }

        public void Complete()
        {
            if (_error is null)
                _done.TrySetResult(_result);
            else
                _done.TrySetException(_error);
        }

        public void Fail(Exception error) => _done.TrySetException(_error ?? error);
    }
}
