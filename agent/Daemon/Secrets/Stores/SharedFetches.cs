using Pdp.Core.Secrets;

namespace Pdp.Daemon.Secrets.Stores;

/// <summary>
/// Whoever asks for a value that is being fetched already gets that one. Nothing is kept of it once it is there. Safe for any number of
/// threads.
/// </summary>
internal sealed class SharedFetches
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(SecretName, string), Task<SecretValue>> _underway = [];

    /// <summary>Joins the call that is under way, or begins one.</summary>
    /// <param name="name">Which secret.</param>
    /// <param name="version">Which version of it.</param>
    /// <param name="fetchAsync">Fetches it, within a time limit of its own: who asked first may give up, and others still wait.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<SecretValue> JoinAsync(
        SecretName name, string version, Func<Task<SecretValue>> fetchAsync, CancellationToken cancellationToken)
    {
        Task<SecretValue>? call;
        lock (_lock)
        {
            if (!_underway.TryGetValue((name, version), out call))
                _underway.Add((name, version), call = FetchAsync((name, version), fetchAsync));
        }
        return await call.WaitAsync(cancellationToken);
    }

    private async Task<SecretValue> FetchAsync((SecretName, string) key, Func<Task<SecretValue>> fetchAsync)
    {
        // Nothing of it under the lock of who began it.
        await Task.Yield();
        try
        {
            return await fetchAsync();
        }
        finally
        {
            lock (_lock) _underway.Remove(key);
        }
    }
}
