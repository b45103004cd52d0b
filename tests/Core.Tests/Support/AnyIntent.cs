using FsCheck;
using FsCheck.Fluent;
using Pdp.Core.Objects;
using Pdp.Core.Render;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Schema;

namespace Pdp.Core.Tests.Support;

/// <summary>Intents of every shape the rules let pass.</summary>
internal static class AnyIntent
{
    public static RenderContext Context { get; } = new() { Kinds = new Kinds() };

    /// <summary>DNS labels, those at the limits and those that look alike among them.</summary>
    public static Gen<string> Label { get; } = Gen.OneOf(
        Gen.Elements("a", "b", "a-b", "b-c", "c", "a--b", "0a", "xn--a", "default", "config", "a-headless", "a--headless", "a--config"),
        from length in Gen.Elements(1, 2, 20, 43, 44, 45, 62, 63)
        from chars in Gen.Elements("abcxyz0189-".ToCharArray()).ArrayOf(length)
        select new string(chars).Trim('-') is { Length: > 0 } label ? label : "z");

    public static Gen<string?> Track { get; } = Gen.Elements("v1", "v1.2", "v1.3", "v2", null);

    public static Gen<IntentMetadata> Metadata { get; } =
        from id in Label
        from organization in Label
        from project in Label
        from environment in Label
        from component in Label
        from track in Track
        select new IntentMetadata
        {
            Id = id,
            Plane = "plane-1",
            Generation = 1,
            Organization = organization,
            Project = project,
            Environment = environment,
            Component = component,
            Track = track,
        };

    public static Gen<ComponentSpec> Component { get; } =
        from type in Gen.Elements(ComponentType.Service, ComponentType.WebApplication, ComponentType.Worker, ComponentType.Stateful)
        from replicas in Gen.Choose(0, 5)
        from release in Gen.Elements("r-1", new string('r', 128))
        from config in Map(Label, Gen.Elements("1", "", "two\nlines"), 3)
        from secrets in Gen.Choose(0, 2)
        from files in Gen.Choose(0, 2)
        from ports in Gen.Choose(1, 3)
        from storage in Gen.Choose(0, 2)
        let portMap = Enumerable.Range(0, ports).ToDictionary(i => $"p{i}", i => new ContainerPort(8080 + i))
        select new ComponentSpec
        {
            Type = type,
            Replicas = replicas,
            Release = release,
            Config = config,
            Containers = new Dictionary<string, ContainerSpec>
            {
                ["main"] = new()
                {
                    Image = "registry.example.com/a:1",
                    Ports = portMap,
                    Resources = new ResourceSpec { Limits = new Dictionary<string, string> { ["cpu"] = "1000m", ["memory"] = "1Gi" } },
                    Env =
                    [
                        .. config.Keys.Select((key, i) => new EnvVar { Name = $"C{i}", Config = key }),
                        .. Enumerable.Range(0, secrets).Select(i => new EnvVar { Name = $"S{i}", Secret = new SecretReference("vault", $"s{i}") }),
                    ],
                    Files = [.. Enumerable.Range(0, files).Select(i => new FileMount { Path = $"/etc/f{i}", Value = $"{i}" })],
                },
            },
            Endpoints = type == ComponentType.Worker
                ? new Dictionary<string, EndpointSpec>()
                : portMap.ToDictionary(p => $"e-{p.Key}", p => new EndpointSpec { Port = p.Value.Port }),
            Storage = type != ComponentType.Stateful
                ? []
                : [.. Enumerable.Range(0, storage).Select(i => new StorageSpec
                {
                    Name = $"v{i}", Size = "1Gi", Mounts = new Dictionary<string, string> { ["*"] = $"/v{i}" },
                })],
        };

    public static Gen<TypedIntent> Typed { get; } =
        from metadata in Metadata
        from spec in Component
        select Of(metadata, spec);

    public static TypedIntent Of(IntentMetadata metadata, ComponentSpec spec) => new(IntentWriter.Document(metadata, spec), spec);

    public static IReadOnlyList<DesiredObject> Render(TypedIntent intent) => IntentRenderer.Render(intent, Context).Objects;

    private static Gen<Dictionary<string, string>> Map(Gen<string> keys, Gen<string> values, int most) =>
        from count in Gen.Choose(0, most)
        from k in keys.ArrayOf(count)
        from v in values.ArrayOf(count)
        select k.Zip(v).DistinctBy(pair => pair.First).ToDictionary(pair => pair.First, pair => pair.Second);
}
