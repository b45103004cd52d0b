using Pdp.Daemon.Observability.Logs;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Observability.Collection;

/// <summary>A test with pods of its own and an agent that collects of them.</summary>
[Collection(Shared)]
public abstract class CollectionTest(LoggingCluster cluster) : IAsyncLifetime
{
    /// <summary>The tests of one cluster.</summary>
    public const string Shared = "collection of logs";

    private readonly TempDirectory _directory = new();
    private readonly string _test = $"t{Guid.NewGuid():N}"[..12];
    private readonly List<CollectingReplica> _replicas = [];

    internal CollectingReplica Agent { get; private set; } = null!;

    internal static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public ValueTask InitializeAsync()
    {
        Agent = Replica("agent");
        Agent.Lead();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas) await replica.DisposeAsync();
        _directory.Dispose();
        GC.SuppressFinalize(this);
    }

    internal Task<PlayedPod> PodAsync(string name = "web") => cluster.PodAsync(_test, $"{name}-{_test}");

    internal CollectingReplica Replica(string volume, Func<LogCollectorOptions, LogCollectorOptions>? change = null)
    {
        var replica = new CollectingReplica(cluster.Api, _test, _directory.Combine(volume), change);
        _replicas.Add(replica);
        return replica;
    }

    internal static string[] Lines(int count, int from = 0, string text = "line") => [.. Enumerable.Range(from, count).Select(i => $"{text} {i}")];
}

/// <summary>Starts the cluster once.</summary>
[CollectionDefinition(CollectionTest.Shared)]
public sealed class CollectionCluster : ICollectionFixture<LoggingCluster>;
