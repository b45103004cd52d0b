using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using Pdp.Core.Secrets;

namespace Pdp.Daemon.Secrets.Stores;

/// <summary>
/// Calls to a store, each with a time limit that holds even for a store that does not heed it, and no more at once or a second than the
/// customer said. What was refused is not asked for again at once. Nothing of a failure that could hold a value is passed on.
/// </summary>
internal sealed class StoreCalls
{
    private static readonly TimeSpan _refusalStands = TimeSpan.FromSeconds(15);

    private readonly StoreDefinition _definition;
    private readonly ISecretStore _store;
    private readonly StoreGate _gate;
    private readonly TimeProvider _time;
    private readonly SharedFetches _shared = new();

    // A place is taken by writing and given back by reading.
    private readonly Channel<bool> _places;
    private readonly ConcurrentDictionary<(SecretName, string), (long At, string Why)> _refused = new();
    private readonly ConcurrentDictionary<Task, bool> _listing = new();

    public StoreCalls(StoreDefinition definition, ISecretStore store, SecretContext context)
    {
        (_definition, _store, _time) = (definition, store, context.Time);
        _gate = new StoreGate(definition.CallsPerSecond, context.Time, context.Chance);
        _places = System.Threading.Channels.Channel.CreateBounded<bool>(definition.Parallelism);
    }

    /// <summary>Asks which versions there are.</summary>
    /// <returns>What was told, and why the store does not tell the rest; null when it told all.</returns>
    public async Task<(IReadOnlyDictionary<SecretName, VersionAnswer> Answers, SecretStoreException? Failure)> ListAsync(
        IReadOnlyCollection<SecretName> names, CancellationToken cancellationToken)
    {
        var answers = new ConcurrentDictionary<SecretName, VersionAnswer>();
        if (!_listing.IsEmpty) return (answers, TooLong(_definition.Timeout));
        var batches = new ParallelOptions { MaxDegreeOfParallelism = _definition.Parallelism, CancellationToken = cancellationToken };
        try
        {
            await Parallel.ForEachAsync(names.Chunk(_store.Batch), batches, async (batch, ct) =>
            {
                foreach (var (name, answer) in await ListAsync(batch, ct)) answers[name] = answer;
            });
            return (answers, null);
        }
        catch (SecretStoreException failure)
        {
            return (answers, failure);
        }
    }

    /// <summary>Fetches a value.</summary>
    /// <exception cref="SecretStoreException">It cannot be had now.</exception>
    public async Task<SecretValue> FetchAsync(SecretName name, string version, CancellationToken cancellationToken)
    {
        var key = (name, version);
        if (_refused.TryGetValue(key, out var refusal))
        {
            if (_time.GetElapsedTime(refusal.At) < _refusalStands) throw new SecretStoreException(refusal.Why);
            _refused.TryRemove(key, out _);
        }
        try
        {
            return await _shared.JoinAsync(name, version, () => FetchInTimeAsync(name, version), cancellationToken);
        }
        catch (SecretStoreException failure)
        {
            _refused[key] = (_time.GetTimestamp(), failure.Message);
            throw;
        }
    }

    private async Task<IReadOnlyDictionary<SecretName, VersionAnswer>> ListAsync(SecretName[] batch, CancellationToken cancellationToken)
    {
        await _gate.EnterAsync(cancellationToken);
        var limit = _store.ListsInPages && _definition.Refresh > _definition.Timeout ? _definition.Refresh : _definition.Timeout;
        return await WithinTimeAsync(ct => ListedAsync(_store.ListVersionsAsync(batch, ct)), limit, cancellationToken);
    }

    // A call that goes on after its time is over is waited for before there is another round.
    private Task<IReadOnlyDictionary<SecretName, VersionAnswer>> ListedAsync(Task<IReadOnlyDictionary<SecretName, VersionAnswer>> call)
    {
        if (call.IsCompleted) return call;
        _listing[call] = true;
        _ = call.ContinueWith(
            ended => _listing.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return call;
    }

    private async Task<SecretValue> FetchInTimeAsync(SecretName name, string version)
    {
        await _gate.EnterForValueAsync(CancellationToken.None);
        return await WithinTimeAsync(ct => FetchInTurnAsync(name, version, ct), _definition.Timeout, CancellationToken.None);
    }

    private async Task<SecretValue> FetchInTurnAsync(SecretName name, string version, CancellationToken cancellationToken)
    {
        await _places.Writer.WriteAsync(true, cancellationToken);
        try
        {
            return await _store.FetchAsync(name, version, cancellationToken);
        }
        finally
        {
            // Only now, however long ago whoever asked gave up: a store that hangs is not asked more and more.
            _places.Reader.TryRead(out _);
        }
    }

    private async Task<T> WithinTimeAsync<T>(Func<CancellationToken, Task<T>> call, TimeSpan time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(time, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var answer = await call(either.Token).WaitAsync(either.Token);
            _gate.Answered();
            return answer;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            throw Noted(TooLong(time));
        }
        catch (SecretStoreUnavailableException failure)
        {
            throw Noted(failure);
        }
        catch (SecretStoreException)
        {
            _gate.Answered();
            throw;
        }
        catch (Exception failure)
        {
            // What a library says of a failure may repeat what it was working on.
            throw Noted(new SecretStoreUnavailableException($"the store failed ({failure.GetType().Name})"));
        }
    }

    private SecretStoreUnavailableException Noted(SecretStoreUnavailableException failure)
    {
        _gate.Failed(failure);
        return failure;
    }

    private static SecretStoreUnavailableException TooLong(TimeSpan time) => new(string.Create(
        CultureInfo.InvariantCulture, $"the store has not answered within {time.TotalSeconds} s"));
}
