namespace Pdp.Daemon.Secrets.Stores;

/// <summary>Hears of changes from a store that tells of them by itself.</summary>
internal interface IChangeListener : IDisposable
{
    /// <summary>Listens until cancelled; goes on whatever fails, and never throws anything else.</summary>
    /// <param name="hint">Told of each secret that changed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task ListenAsync(Func<string, HintOutcome> hint, CancellationToken cancellationToken);
}
