using Pdp.Core.Ports;
using Pdp.Daemon.Reconcile;

namespace Pdp.Daemon.Tests.Harness;

/// <summary>A test with a running agent in a namespace of its own.</summary>
public abstract class AgentTest(TestCluster cluster) : IAsyncLifetime
{
    internal TestCluster Cluster => cluster;

    internal TestPlane Plane { get; } = new();

    /// <summary>The agent's namespace, and by default the id of the test's intent: unique in the cluster.</summary>
    internal string Namespace { get; } = $"pdp-test-{Guid.NewGuid():N}"[..20];

    internal string Id => Namespace;

    internal TestAgent Agent { get; set; } = null!;

    internal static CancellationToken Ct => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        Agent = await TestAgent.StartAsync(cluster, Plane, Namespace);
        await Until.TrueAsync(() => Agent.Get<ILeadership>().IsLeader);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Agent.DisposeAsync();
        Plane.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Until no intent waits or is worked on.</summary>
    internal async Task QuietAsync()
    {
        var queue = Agent.Get<ReconcileQueue>();
        await Until.TrueAsync(() => queue.Waiting + queue.Running == 0);
    }

    /// <summary>One more look at the test's intent, through to its end.</summary>
    internal async Task LookAgainAsync()
    {
        Agent.Get<ReconcileQueue>().Wake(Id);
        await QuietAsync();
    }
}
