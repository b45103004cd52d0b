using Pdp.Daemon.Tests.Harness;
using Pdp.LocalCluster;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Reconcile;

/// <summary>A cluster whose clock a test moves, so that what is due every minute is due when the test says so.</summary>
public sealed class ClockedCluster : IAsyncLifetime
{
    public ClockedCluster() => Cluster = new TestCluster(_ => new LocalClusterOptions { SimulatedNode = true, Time = Time });

    /// <summary>The clock of the cluster; the agent has the real one.</summary>
    internal ManualTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    internal TestCluster Cluster { get; }

    public ValueTask InitializeAsync() => Cluster.InitializeAsync();

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
