namespace Pdp.LocalCluster.Tests;

/// <summary>One cluster for a class of tests that keep to namespaces of their own.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private TestCluster? _cluster;
    private int _namespaces;

    internal TestCluster Cluster => _cluster!;

    public async ValueTask InitializeAsync() => _cluster = await TestCluster.StartAsync();

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();

    /// <summary>A new namespace; its name.</summary>
    internal async Task<string> NamespaceAsync()
    {
        var name = $"t{Interlocked.Increment(ref _namespaces)}";
        await Cluster.NamespaceAsync(name);
        return name;
    }
}
