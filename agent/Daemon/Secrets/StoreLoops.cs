using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets;

/// <summary>Which stores are followed now. Used by one loop alone.</summary>
internal sealed class StoreLoops(SecretLog log)
{
    private readonly Dictionary<FollowedStore, (CancellationTokenSource Stop, Task Loop)> _loops = [];

    /// <summary>Follows exactly these from here on.</summary>
    public async Task RunAsync(IReadOnlyCollection<FollowedStore> stores, CancellationToken term)
    {
        foreach (var gone in _loops.Keys.Except(stores).ToList())
        {
            await StopAsync(gone);
            gone.Dispose();
        }
        foreach (var ended in _loops.Where(loop => loop.Value.Loop.IsFaulted).ToList())
        {
            log.FollowingEnded(ended.Value.Loop.Exception!.GetBaseException(), ended.Key.Definition.Name);
            await StopAsync(ended.Key);
        }
        foreach (var store in stores.Where(store => !_loops.ContainsKey(store)))
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(term);
            _loops.Add(store, (stop, store.RunAsync(stop.Token)));
        }
    }

    /// <summary>Follows none any more.</summary>
    public async Task StopAsync()
    {
        foreach (var store in _loops.Keys.ToList()) await StopAsync(store);
    }

    private async Task StopAsync(FollowedStore store)
    {
        if (!_loops.Remove(store, out var following)) return;
        await following.Stop.CancelAsync();
        await following.Loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        following.Stop.Dispose();
    }
}
