using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Hosting;

/// <summary>
/// Forgets tombstones whose removal was done long ago, so that planes that come and go do not fill the store, and takes into the catalogue what
/// runs and is not in it, as after an update or a restored backup.
/// </summary>
internal sealed partial class Retention(IIntentStore intents, ICatalogueStore catalogue, TimeProvider time, ILogger<Retention> logger) : BackgroundService
{
    private static readonly TimeSpan _every = TimeSpan.FromHours(1);
    private static readonly TimeSpan _kept = TimeSpan.FromDays(7);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_every, time);
        try
        {
            do
            {
                await ForgetAsync(stoppingToken);
                await CatchUpAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The process is being stopped.
        }
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        try
        {
            var gone = await intents.ForgetTombstonesAsync(time.GetUtcNow() - _kept, cancellationToken);
            if (gone > 0)
                LogForgotten(gone);
        }
#pragma warning disable CA1031 // The next hour tries again.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailed(e);
        }
    }

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            var taken = await catalogue.CatchUpAsync(cancellationToken);
            if (taken > 0)
                LogTakenUp(taken);
        }
#pragma warning disable CA1031 // The next hour tries again.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogNotTakenUp(e);
        }
    }

    [LoggerMessage(112, LogLevel.Information, "Took {Count} intents into the catalogue that were not in it")]
    private partial void LogTakenUp(int count);

    [LoggerMessage(113, LogLevel.Warning, "The catalogue could not be brought up to date")]
    private partial void LogNotTakenUp(Exception error);

    [LoggerMessage(110, LogLevel.Information, "Forgot {Count} intents that were removed long ago")]
    private partial void LogForgotten(int count);

    [LoggerMessage(111, LogLevel.Warning, "Old removals could not be forgotten")]
    private partial void LogFailed(Exception error);
}
