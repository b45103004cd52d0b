using Pdp.Core.Ports;
using Pdp.Daemon.Channel;
using Pdp.Daemon.Cluster;
using Pdp.Daemon.Cluster.Intents;
using Pdp.Daemon.Cluster.Leadership;
using Pdp.Daemon.Reconcile;
using Pdp.Daemon.Routing;
using Pdp.Daemon.Secrets;

namespace Pdp.Daemon.Hosting;

/// <summary>
/// The agent's life: follow the journal, stand for leader, and while leading work it off and keep the line to the control plane. When
/// stopped, no new work is begun, the control plane is told goodbye, and the lease is given back.
/// </summary>
internal sealed partial class AgentService(
    DefinitionInstaller installer,
    IntentStore journal,
    LeaderLease lease,
    ClusterFacts facts,
    IEnumerable<ILeaderPreparation> preparations,
    ReconcileLoop work,
    VersionLoop versions,
    StoreSet secrets,
    ChannelService channel,
    IEnumerable<ILeaderWork> besides,
    TimeProvider time,
    ILogger<AgentService> logger) : BackgroundService
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        LogStarting(AgentVersion.Text);
        try
        {
            await UntilItSucceedsAsync(installer.InstallAsync, stoppingToken);
            var following = journal.FollowAsync(stoppingToken);
            await lease.RunAsync(LeadAsync, stoppingToken);
            await following;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
        LogStopped();
    }

    private async Task LeadAsync(CancellationToken term)
    {
        // What the cluster can do decides how intents are rendered, and what the leader before was told decides whom to believe.
        await UntilItSucceedsAsync(facts.LearnAsync, term);
        foreach (var preparation in preparations) await UntilItSucceedsAsync(preparation.PrepareAsync, term);
        versions.Begin();
        await Task.WhenAll(
            [work.RunAsync(term), versions.RunAsync(term), secrets.RunAsync(term), channel.RunAsync(term), .. besides.Select(one => one.RunAsync(term))]);
    }

    private async Task UntilItSucceedsAsync(Func<CancellationToken, Task> attempt, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await attempt(cancellationToken);
                return;
            }
            catch (ClusterException failure)
            {
                LogClusterAway(failure.Message);
                await Task.Delay(_pause, time, cancellationToken);
            }
        }
    }

    [LoggerMessage(EventId = 1000, EventName = "Starting", Level = LogLevel.Information, Message = "pdp-agent {Version}")]
    private partial void LogStarting(string version);

    [LoggerMessage(EventId = 1002, EventName = "ClusterAway", Level = LogLevel.Warning,
        Message = "The cluster cannot be used yet, trying again: {Why}")]
    private partial void LogClusterAway(string why);

    [LoggerMessage(EventId = 1003, EventName = "Stopped", Level = LogLevel.Information, Message = "Stopped")]
    private partial void LogStopped();
}
