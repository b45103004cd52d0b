using Pdp.LocalCluster;

namespace Pdp.Daemon.Tests.Routing;

/// <summary>A cluster with gateways whose pods are processes that answer.</summary>
public sealed class ProcessCluster() : GatewayCluster(static directory => new LocalClusterOptions
{
    Gateways = true,
    CatalogueFile = directory.Write(
        "catalogue.yaml",
        """
        images:
        - image: registry.example/app
          tags: [broken]
          command: ["{standin}", never-ready, --host, "{pod.ip}", --port, "{port}", --startup-seconds, "86400"]
        - image: registry.example/app
          tags: ["failing*"]
          command: ["{standin}", inventory, --failing-percent, "50", --host, "{pod.ip}", --port, "{port}"]
          defaults: {RELEASE: "{tag}"}
        - image: registry.example/app
          tags: ["tester*"]
          command: ["{standin}", tester]
        - image: registry.example/app
          command: ["{standin}", inventory, --host, "{pod.ip}", --port, "{port}"]
          defaults: {RELEASE: "{tag}"}
        """),
});
