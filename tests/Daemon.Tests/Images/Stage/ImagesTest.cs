using Pdp.Core.Ports;
using Pdp.Daemon.Hosting.Options;
using Pdp.Daemon.Images.Configuration;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;
using Pdp.Registry;

namespace Pdp.Daemon.Tests.Images.Stage;

/// <summary>A test with a running agent that may ask a registry of the test's own.</summary>
public abstract class ImagesTest(TestCluster cluster) : AgentTest(cluster)
{
    internal TestRegistry Server { get; private set; } = null!;

    internal string Repository => $"{Server.Host}/team/app";

    public override async ValueTask InitializeAsync()
    {
        Server = await TestRegistry.StartAsync();
        Agent = await StartAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal async Task<TestAgent> StartAsync(Func<AgentOptions, AgentOptions>? change = null)
    {
        var agent = await TestAgent.StartAsync(Cluster, Plane, Namespace, options =>
        {
            var listed = options with { RegistryDefinitions = [new RegistryDefinition { Host = Server.Host, Endpoint = Server.Address }] };
            return change is null ? listed : change(listed);
        });
        await Until.TrueAsync(() => agent.Get<ILeadership>().IsLeader);
        return agent;
    }

    /// <summary>A component of one image.</summary>
    internal string Component(long generation, string release, string image, Func<ComponentSpec, ComponentSpec>? change = null) =>
        Plane.Component(Id, generation, spec =>
        {
            var named = spec.WithImage(image, release) with { Rollout = new RolloutSpec { DeadlineSeconds = 5 } };
            return change is null ? named : change(named);
        });

    /// <summary>The image the workload names now.</summary>
    internal async Task<string?> ImageAsync() =>
        (await Cluster.OneAsync("apps/v1", "Deployment", Id)).GetObjects("spec", "template", "spec", "containers").Single().GetString("image");
}
