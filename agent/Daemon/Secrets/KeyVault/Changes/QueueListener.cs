using Pdp.Core.Ports;
using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets.KeyVault.Changes;

/// <summary>Listens to a queue of a Key Vault's events. A message that cannot be read is counted and taken away, for it would come again and again.</summary>
/// <param name="queue">The queue.</param>
/// <param name="vault">The vault's name.</param>
/// <param name="log">Told when the queue begins to fail, and when it is back.</param>
/// <param name="time">The clock of pauses.</param>
/// <param name="chance">Spreads them.</param>
internal sealed class QueueListener(IMessageQueue queue, string vault, ListenerLog log, TimeProvider time, Chance chance) : IChangeListener
{
    private const int MostDoublings = 6;
    private static readonly TimeSpan _firstPause = TimeSpan.FromSeconds(5);

    private int _failures;

    /// <inheritdoc/>
    public async Task ListenAsync(Func<string, HintOutcome> hint, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await NextAsync(hint, cancellationToken);
                if (_failures > 0) log.Back();
                _failures = 0;
            }
            catch (SecretStoreUnavailableException failure)
            {
                if (_failures++ == 0) log.Failing(failure.Message);
                var pause = _firstPause * Math.Pow(2, Math.Min(_failures - 1, MostDoublings)) * (0.9 + (chance() / 5));
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // The loop ends.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => queue.Dispose();

    private async Task NextAsync(Func<string, HintOutcome> hint, CancellationToken cancellationToken)
    {
        if (await queue.ReceiveAsync(cancellationToken) is not { } message) return;
        if (cancellationToken.IsCancellationRequested)
        {
            // Whoever leads next is to have it, without waiting for the lock to run out.
            using var last = new CancellationTokenSource(_firstPause, time);
            await queue.AbandonAsync(message, last.Token);
            return;
        }
        var names = SecretEvents.Read(message.Body, vault);
        if (names is null) log.Hinted(HintOutcome.Rubbish);
        foreach (var name in names ?? []) log.Hinted(hint(name));
        await queue.CompleteAsync(message, cancellationToken);
    }
}
