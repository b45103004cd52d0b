using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Hosting;

/// <summary>Forgets tombstones whose removal was done long ago, so that planes that come and go do not fill the store.</summary>
internal sealed partial class Retention(IIntentStore intents, TimeProvider time, ILogger<Retention> logger) : BackgroundService
{
    private static readonly TimeSpan _every = TimeSpan.FromHours(1);
    private static readonly TimeSpan _kept = TimeSpan.FromDays(7);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await ForgetAsync(stoppingToken);
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

    [LoggerMessage(110, LogLevel.Information, "Forgot {Count} intents that were removed long ago")]
    private partial void LogForgotten(int count);

    [LoggerMessage(111, LogLevel.Warning, "Old removals could not be forgotten")]
    private partial void LogFailed(Exception error);
}
