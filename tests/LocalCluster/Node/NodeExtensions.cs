using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Catalogue;
using Pdp.LocalCluster.Gateway;
using Pdp.LocalCluster.Node.Probes;
using Pdp.LocalCluster.Node.Processes;
using Pdp.LocalCluster.Services;

namespace Pdp.LocalCluster.Node;

internal static class NodeExtensions
{
    /// <summary>Registers the node (simulated or running processes), the service ports, <see cref="IServiceAddresses"/> and <see cref="IPodLogs"/>.</summary>
    /// <exception cref="FormatException">The catalogue file is no catalogue.</exception>
    public static IServiceCollection AddNode(this IServiceCollection services, LocalClusterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(CatalogueOf(options));
        var node = new NodeOptions();
        services.AddSingleton(node with
        {
            Cpu = options.NodeCpu ?? node.Cpu,
            Memory = options.NodeMemory ?? node.Memory,
            ContainerLogMaxBytes = options.ContainerLogMaxBytes ?? node.ContainerLogMaxBytes,
        });
        services.AddSingleton<ProcessLauncher>();
        services.AddSingleton<ProbeCheck>();
        services.AddSingleton<LoopbackRange>();
        services.AddSingleton<ServiceDirectory>();
        services.AddSingleton<IServiceAddresses>(provider => provider.GetRequiredService<ServiceDirectory>());
        services.AddSingleton<NodeContext>();
        services.AddSingleton<NodeAgent>();
        services.AddSingleton<IPodLogs>(provider => provider.GetRequiredService<NodeAgent>());
        services.AddHostedService<NodeRegistration>();
        services.AddHostedService<ServiceProxy>();
        if (options.Gateways) services.AddHostedService<GatewayController>();
        services.AddHostedService<PodScheduler>();
        services.AddHostedService(provider => provider.GetRequiredService<NodeAgent>());
        return services;
    }

    private static ImageCatalogue CatalogueOf(LocalClusterOptions options)
    {
        if (options.SimulatedNode) return ImageCatalogue.Simulated;
        return options.CatalogueFile is { } file ? CatalogueReader.ReadFile(file) : ImageCatalogue.BuiltIn;
    }
}
