using FsCheck;
using FsCheck.Fluent;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Support;

/// <summary>Components of every type the rules let pass.</summary>
internal static class AnyComponent
{
    /// <summary>What runs all the time.</summary>
    public static Gen<ComponentSpec> Running { get; } =
        from spec in WithContainers(Gen.Elements(
            ComponentType.Service, ComponentType.WebApplication, ComponentType.Worker, ComponentType.Stateful))
        from state in Gen.Elements(ComponentState.Active, ComponentState.Active, ComponentState.Suspended)
        from replicas in Gen.Choose(0, 5)
        from autoscaling in Gen.Elements(null, null, new AutoscalingSpec { Max = 3 }, new AutoscalingSpec(2) { Max = 9, Cpu = 50, Memory = 70 })
        from availability in Gen.Elements(
            null,
            new AvailabilitySpec(),
            new AvailabilitySpec { MinAvailable = "1", Spread = [SpreadOver.Zone, SpreadOver.Node] },
            new AvailabilitySpec { MaxUnavailable = "30%", Spread = [SpreadOver.Node] })
        from storage in Gen.Choose(0, 2)
        select spec with
        {
            State = state,
            Replicas = autoscaling is null ? replicas : 1,
            Autoscaling = autoscaling,
            Availability = availability,
            Endpoints = spec.Type == ComponentType.Worker
                ? new Dictionary<string, EndpointSpec>()
                : spec.Containers["main"].Ports.ToDictionary(p => $"e-{p.Key}", p => new EndpointSpec { Port = p.Value.Port }),
            Storage = spec.Type != ComponentType.Stateful
                ? []
                : [.. Enumerable.Range(0, storage).Select(i => new StorageSpec
                {
                    Name = $"v{i}", Size = "1Gi", Mounts = new Dictionary<string, string> { ["*"] = $"/v{i}" },
                })],
        };

    /// <summary>What runs to an end.</summary>
    public static Gen<ComponentSpec> Task { get; } =
        from spec in WithContainers(Gen.Elements(ComponentType.ScheduledTask, ComponentType.ManualTask))
        from state in Gen.Elements(ComponentState.Active, ComponentState.Suspended)
        from cron in Gen.Elements("@daily", "*/5 1,2 1-7 jan MON", "0 0 ? * 6")
        from concurrency in Gen.Elements(Enum.GetValues<ScheduleConcurrency>())
        from zone in Gen.Elements(null, "UTC", "America/Argentina/Ushuaia")
        from task in Gen.Elements(null, new TaskSpec(), new TaskSpec(2, 5) { Retries = 3, TimeoutSeconds = 60 })
        select spec with
        {
            State = state,
            Task = task,
            Schedule = spec.Type == ComponentType.ManualTask
                ? null
                : new ScheduleSpec { Cron = cron, Concurrency = concurrency, TimeZone = zone, Suspend = zone is null },
        };

    /// <summary>What stands for something outside.</summary>
    public static Gen<ComponentSpec> Proxy { get; } =
        from proxy in Gen.Elements(
            new ProxySpec { Host = "a.example.com", Port = 443, Tls = true },
            new ProxySpec { Host = "192.0.2.7", Port = 443 },
            new ProxySpec { Host = "2001:db8::7", Port = 443 },
            new ProxySpec { Url = "https://a.example.com/x" })
        from protocol in Gen.Elements(EndpointProtocol.HTTP, EndpointProtocol.TCP, EndpointProtocol.Grpc, EndpointProtocol.UDP)
        select new ComponentSpec
        {
            Type = ComponentType.Proxy,
            Release = "r-1",
            Proxy = proxy,
            Endpoints = new Dictionary<string, EndpointSpec> { ["e"] = new() { Port = 443, Protocol = protocol } },
        };

    private static Gen<ComponentSpec> WithContainers(Gen<ComponentType> types) =>
        from type in types
        from release in Gen.Elements("r-1", new string('r', 128))
        from config in AnyIntent.Map(AnyIntent.Label, Gen.Elements("1", "", "two\nlines"), 3)
        from secrets in Gen.Choose(0, 2)
        from files in Gen.Choose(0, 2)
        from ports in Gen.Choose(1, 3)
        from inits in Gen.Choose(0, 2)
        from sidecar in Gen.Elements(false, true)
        let main = Ordinary(config, secrets, files) with { Ports = Enumerable.Range(0, ports).ToDictionary(i => $"p{i}", i => new ContainerPort(8080 + i)) }
        let side = Ordinary(config, secrets, files: 1) with { Sidecar = true, Image = "registry.example.com/side:1" }
        select new ComponentSpec
        {
            Type = type,
            Release = release,
            Config = config,
            Containers = sidecar
                ? new Dictionary<string, ContainerSpec> { ["main"] = main, ["side"] = side }
                : new Dictionary<string, ContainerSpec> { ["main"] = main },
            InitContainers = [.. Enumerable.Range(0, inits).Select(i => new InitContainerSpec
            {
                Name = $"init-{i}", Image = "registry.example.com/init:1", Env = main.Env, Files = main.Files,
            })],
        };

    private static ContainerSpec Ordinary(Dictionary<string, string> config, int secrets, int files) => new()
    {
        Image = "registry.example.com/a:1",
        Resources = new ResourceSpec { Limits = new Dictionary<string, string> { ["cpu"] = "1000m", ["memory"] = "1Gi" } },
        Env =
        [
            .. config.Keys.Select((key, i) => new EnvVar { Name = $"C{i}", Config = key }),
            .. Enumerable.Range(0, secrets).Select(i => new EnvVar { Name = $"S{i}", Secret = new SecretReference("vault", $"s{i}") }),
        ],
        Files = [.. Enumerable.Range(0, files).Select(i => new FileMount { Path = $"/etc/f{i}", Value = $"{i}" })],
    };
}
