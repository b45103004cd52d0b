using System.Collections.Concurrent;
using Pdp.Core.Ports;
using Pdp.Core.Routing;
using Pdp.Daemon.Reconcile;

namespace Pdp.Daemon.Routing;

/// <summary>Has every major version looked at while this agent leads: when something about it changed, and when time is up.</summary>
internal sealed partial class VersionLoop(
    VersionRouter router,
    VersionQueue queue,
    VersionOffers offers,
    VersionAges ages,
    RouteObjects objects,
    ReconcileOptions options,
    TimeProvider time,
    Chance chance,
    ILogger<VersionLoop> logger)
{
    private readonly ConcurrentDictionary<VersionGroup, int> _failures = new();

    /// <summary>Begins a term: what was known in an earlier one does not count. Before any pass is made.</summary>
    public void Begin()
    {
        offers.Clear();
        ages.Clear();
    }

    /// <summary>Works until cancelled. Never throws.</summary>
    /// <param name="term">Cancelled when this agent no longer leads, or ends.</param>
    public async Task RunAsync(CancellationToken term)
    {
        try
        {
            await Task.WhenAll(FindLeftOversAsync(term), WorkAsync(term));
        }
        catch (OperationCanceledException) when (term.IsCancellationRequested)
        {
            // The term is over.
        }
    }

    // Of what no intent offers any more nobody else would tell.
    private async Task FindLeftOversAsync(CancellationToken term)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                foreach (var group in await objects.GroupsAsync(term)) queue.WakeIn(group, options.Resync);
                return;
            }
            catch (ClusterException failure)
            {
                LogUnread(failure.Message);
                await Task.Delay(Backoff.After(attempt, chance(), options), time, term);
            }
        }
    }

    private async Task WorkAsync(CancellationToken term)
    {
        while (true)
        {
            var group = await queue.TakeAsync(term);
            TimeSpan? again = null;
            try
            {
                again = await TryAsync(group, term);
            }
            finally
            {
                queue.Done(group);
            }
            queue.WakeIn(group, again ?? options.Resync);
        }
    }

    private async Task<TimeSpan?> TryAsync(VersionGroup group, CancellationToken term)
    {
        try
        {
            var again = await router.RouteAsync(group, term);
            _failures.TryRemove(group, out _);
            return again;
        }
        catch (OperationCanceledException) when (term.IsCancellationRequested)
        {
            throw;
        }
        catch (ClusterException failure)
        {
            LogFailed(group, failure.Message);
        }
        catch (Exception defect)
        {
            // One group must not take the others down, whatever is wrong with it or with us.
            LogDefect(defect, group);
        }
        var failures = _failures.AddOrUpdate(group, 1, static (_, before) => before + 1);
        return Backoff.After(failures, chance(), options);
    }

    [LoggerMessage(EventId = 1343, EventName = "VersionRoutingFailed", Level = LogLevel.Warning, Message = "{Group}: {Why}; it is tried again")]
    private partial void LogFailed(VersionGroup group, string why);

    [LoggerMessage(EventId = 1345, EventName = "StableServicesUnread", Level = LogLevel.Warning,
        Message = "What leads to versions cannot be read now: {Why}")]
    private partial void LogUnread(string why);

    [LoggerMessage(EventId = 1344, EventName = "VersionRoutingDefect", Level = LogLevel.Error, Message = "{Group}: a defect of the agent; it is tried again")]
    private partial void LogDefect(Exception defect, VersionGroup group);
}
