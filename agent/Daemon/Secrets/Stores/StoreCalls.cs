using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using Pdp.Core.Secrets;

namespace Pdp.Daemon.Secrets.Stores;

/// <summary>
/// Calls to a store, each with a time limit that holds even for a store that does not heed it, and no more at once than the customer said.
/// What was refused is not asked for again at once. Nothing of a failure that could hold a value is passed on.
/// </summary>
internal sealed class StoreCalls(StoreDefinition definition, ISecretStore store, TimeProvider time)
{
    private static readonly TimeSpan _refusalStands = TimeSpan.FromSeconds(15);
    private static readonly Dictionary<SecretName, VersionAnswer> _nothing = [];

    // A place is taken by writing and given back by reading.
    private readonly Channel<bool> _places = System.Threading.Channels.Channel.CreateBounded<bool>(definition.Parallelism);
    private readonly ConcurrentDictionary<(SecretName, string), (long At, string Why)> _refused = new();
    private Task _listing = Task.CompletedTask;

    /// <summary>Asks which versions there are.</summary>
    /// <returns>The answers, or why the store as a whole gives none.</returns>
    public async Task<(IReadOnlyDictionary<SecretName, VersionAnswer> Answers, string? Failure)> ListAsync(
        IReadOnlyCollection<SecretName> names, CancellationToken cancellationToken)
    {
        if (!_listing.IsCompleted) return (_nothing, TooLong);
        try
        {
            var answers = await WithinTimeAsync(
                ct =>
                {
                    var call = store.ListVersionsAsync(names, ct);
                    _listing = call;
                    return call;
                },
                cancellationToken);
            return (answers, null);
        }
        catch (SecretStoreException failure)
        {
            return (_nothing, failure.Message);
        }
    }

    /// <summary>Fetches a value.</summary>
    /// <exception cref="SecretStoreException">It cannot be had now.</exception>
    public async Task<SecretValue> FetchAsync(SecretName name, string version, CancellationToken cancellationToken)
    {
        var key = (name, version);
        if (_refused.TryGetValue(key, out var refusal))
        {
            if (time.GetElapsedTime(refusal.At) < _refusalStands) throw new SecretStoreException(refusal.Why);
            _refused.TryRemove(key, out _);
        }
        try
        {
            return await WithinTimeAsync(ct => FetchInTurnAsync(name, version, ct), cancellationToken);
        }
        catch (SecretStoreException failure)
        {
            _refused[key] = (time.GetTimestamp(), failure.Message);
            throw;
        }
    }

    private string TooLong => string.Create(
        CultureInfo.InvariantCulture, $"the store has not answered within {definition.Timeout.TotalSeconds} s");

    private async Task<SecretValue> FetchInTurnAsync(SecretName name, string version, CancellationToken cancellationToken)
    {
        await _places.Writer.WriteAsync(true, cancellationToken);
        try
        {
            return await store.FetchAsync(name, version, cancellationToken);
        }
        finally
        {
            // Only now, however long ago whoever asked gave up: a store that hangs is not asked more and more.
            _places.Reader.TryRead(out _);
        }
    }

    private async Task<T> WithinTimeAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(definition.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await call(either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            throw new SecretStoreException(TooLong);
        }
        catch (Exception failure) when (failure is not SecretStoreException)
        {
            // What a library says of a failure may repeat what it was working on.
            throw new SecretStoreException($"the store failed ({failure.GetType().Name})");
        }
    }
}
