using Pdp.Core.Policy;
using Pdp.Core.Policy.Model;
using Pdp.Core.Render;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Support;

/// <summary>Policies of two customers: one who lets everything happen, one who uses every rule.</summary>
internal static class Policies
{
    public static PolicyRules Widest { get; } = new()
    {
        Kinds = new KindRules
        {
            ClusterScoped = true,
            Allow = [.. PolicyRules.Default.Kinds.Allow, "Pod", "apps/DaemonSet", "apps/ReplicaSet", "example.com/Widget"],
        },
        PodSecurity = PodSecurityLevel.Privileged,
        Host = new HostRules { Network = true, Pid = true, Ipc = true, Paths = ["/"], Ports = [80, 443] },
        Containers = new ContainerRules { Privileged = true },
        Routes = new RouteRules { Hosts = ["*"] },
        Services = new ServiceRules { Types = ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"] },
        ServiceAccounts = new ServiceAccountRules { Tokens = TokenRule.Any },
        Scheduling = new SchedulingRules { NodeName = true },
        Annotations = new AnnotationRules { Deny = [] },
    };

    public static PolicyRules Tight { get; } = new()
    {
        Places = ["acme/shop/*"],
        Images = new ImageRules { Allow = ["registry.example.com/acme", "docker.io/library/nginx"], RequireDigest = true },
        Volumes = ["configMap", "secret", "emptyDir", "persistentVolumeClaim", "projected", "ephemeral"],
        Containers = new ContainerRules { Capabilities = [] },
        Resources = new ResourceRules
        {
            Require = ["requests.cpu"],
            Container = new Dictionary<string, string> { ["limits.memory"] = "1Gi" },
            Pod = new Dictionary<string, string> { ["limits.memory"] = "2Gi" },
            Intent = new Dictionary<string, string> { ["limits.memory"] = "8Gi" },
        },
        MaxReplicas = 10,
        Storage = new StorageRules { Claim = "10Gi", Intent = "20Gi", Classes = ["fast"] },
        Secrets = new SecretRules { Stores = [new StoreRule("vault", ["{project}/*"], ["acme"]), new StoreRule("shared")] },
        Routes = new RouteRules { Hosts = ["apps.example.com", "{project}.{organization}.example.com"] },
        Gateways = new GatewayRules
        {
            External = new GatewayRule("{environment}.{organization}.apps.example.com") { Namespace = "gateways", Name = "external" },
            Internal = new GatewayRule("apps.example.com", "/{organization}/{project}/{environment}/{component}/{endpoint}")
            {
                Namespace = "gateways",
                Name = "internal",
                EndpointHost = "{component}-{endpoint}-{hash}.apps.example.com",
            },
        },
        ServiceAccounts = new ServiceAccountRules { Tokens = TokenRule.None },
        Scheduling = new SchedulingRules { PriorityClasses = ["low"] },
    };

    public static PolicyRequest Request(RenderResult rendered, IntentMetadata metadata) => new()
    {
        Place = Place.Of(metadata),
        AreDerived = rendered.AreDerived,
        Namespace = rendered.Namespace,
        Objects = [.. rendered.Objects, .. rendered.Tests.SelectMany(test => test.Needs.Append(test.Job)).DistinctBy(o => o.Key.Identity)],
        Secrets = [.. rendered.Secrets.Concat(rendered.Tests.SelectMany(test => test.Secrets)).SelectMany(secret => secret.Items.Select(item => new SecretUse(item.Path, item.Reference, secret.Form.Type)))],
        ServiceAccounts = rendered.ServiceAccounts,
        Kinds = new Kinds(),
    };
}
