using Pdp.Core.Ports;
using Pdp.Daemon.Observability.Happenings;
using Pdp.Daemon.Observability.Runs;
using Pdp.Daemon.Observability.Samples;
using Pdp.PlaneStore;

namespace Pdp.Daemon.Observability;

/// <summary>
/// While this replica leads: opens the stores of samples, events and runs, and collects into them. What cannot be opened or written is told and tried again;
/// reconciling goes on beside it.
/// </summary>
internal sealed partial class PlaneKeeping(
    PlaneStores stores,
    PlaneStoresOptions options,
    ContainerSampler sampler,
    RequestSampler requests,
    EventFollower events,
    EventIntake intake,
    RunRecorder runs,
    PlaneMetrics metrics,
    TimeProvider time,
    ILogger<PlaneKeeping> logger) : ILeaderWork
{
    private static readonly TimeSpan _tidy = TimeSpan.FromMinutes(5);

    private readonly RestartedWork _work = new(time);

    /// <summary>Why nothing is kept now; null while it is, or while this replica does not lead.</summary>
    public string? Trouble => _work.Trouble;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken term)
    {
        metrics.Watch(() => Trouble);
        await _work.RunAsync(KeepAsync, LogFailed, term);
    }

    private async Task KeepAsync(CancellationToken term)
    {
        stores.Open(options, time, metrics);
        _work.Begun();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(term);
        Task[] works =
        [
            sampler.RunAsync(stop.Token), requests.RunAsync(stop.Token), events.RunAsync(stop.Token), intake.RunAsync(stores, stop.Token), runs.RunAsync(stop.Token), TidyAsync(stop.Token),
        ];
        try
        {
            await await Task.WhenAny(works);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(works).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stores.Close();
        }
    }

    private async Task TidyAsync(CancellationToken cancellationToken)
    {
        using var ticks = new PeriodicTimer(_tidy, time);
        while (await ticks.WaitForNextTickAsync(cancellationToken)) stores.Tidy();
    }

    [LoggerMessage(EventId = 1824, EventName = "PlaneNotKept", Level = LogLevel.Error, Message = "Samples, events and runs are not kept now; tried again")]
    private partial void LogFailed(Exception failed);
}
