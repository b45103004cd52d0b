using Pdp.Core.Logs;
using Pdp.LogStore;
using Pdp.Observability.Logs.Loki;
using Pdp.PlaneStore;
using Pdp.PlaneStore.Positions;

namespace Pdp.Daemon.Observability.Logs;

/// <summary>
/// Collected entries go to the customer's Loki; how far each container was read is kept here, and moves on only once Loki has what was read. What was pushed and
/// not noted any more is pushed again after a restart: Loki keeps the same line of the same time once.
/// </summary>
internal sealed class LokiSink(LokiPusher pusher, PositionStore positions) : ILogSink
{
    /// <inheritdoc/>
    public LogPosition? PositionOf(LogSource source) => positions.Of(source);

    /// <inheritdoc/>
    public async Task AppendAsync(IReadOnlyList<SourceBatch> batches, CancellationToken cancellationToken)
    {
        await pusher.PushAsync(batches, cancellationToken);
        Keep(() => positions.Set([.. batches.Where(batch => batch.Position is not null).Select(batch => (batch.Source, batch.Position!))]));
    }

    /// <inheritdoc/>
    public Task ForgetAsync(IReadOnlyCollection<LogSource> sources, CancellationToken cancellationToken)
    {
        Keep(() => positions.Forget(sources));
        return Task.CompletedTask;
    }

    private static void Keep(Action keep)
    {
        try
        {
            keep();
        }
        catch (PlaneStoreException failed)
        {
            throw new LogStoreException(failed.Message, failed);
        }
    }
}
