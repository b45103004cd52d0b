using System.Text.Json.Nodes;
using Pdp.Protocol.Bootstrap;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Schema;
using Pdp.Protocol.Signatures;

namespace Pdp.Daemon.Tests.Harness;

/// <summary>The control plane's side of one data plane: it has the key that signs.</summary>
internal sealed class TestPlane : IDisposable
{
    private readonly SigningKey _key = SigningKey.Generate();
    private readonly IntentSigner _signer;

    public TestPlane(string id = "plane-1")
    {
        Id = id;
        _signer = new IntentSigner(_key);
    }

    public string Id { get; }

    public IntentKeyRing Keys => new([_signer.PublicKey]);

    /// <summary>A bundle that leads nowhere.</summary>
    public BootstrapBundle Bundle => new(
        BootstrapBundle.CurrentVersion, Id, "wss://127.0.0.1:1/agent/v1/channel", new string('t', 40), [_signer.PublicKey],
        PublicKeyPins: ["sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]);

    /// <summary>A signed component with one container and one endpoint.</summary>
    public string Component(string id, long generation, Func<ComponentSpec, ComponentSpec>? change = null) =>
        Sign(Metadata(id, generation) with { Component = id }, (change ?? (spec => spec))(Spec()));

    /// <summary>Signed given objects.</summary>
    public string Manifests(string id, long generation, params JsonObject[] objects) =>
        Sign(Metadata(id, generation), ManifestsOf(objects));

    /// <summary>A signed removal.</summary>
    public string Removal(string id, long generation, bool deleteVolumes = false) =>
        Sign(Metadata(id, generation), new RemovalSpec { DeleteVolumes = deleteVolumes });

    /// <summary>Any document, signed.</summary>
    public string Sign(IntentMetadata metadata, IntentSpec spec) => _signer.Sign(IntentWriter.Write(IntentWriter.Document(metadata, spec)));

    /// <summary>Any bytes, signed.</summary>
    public string Sign(byte[] bytes) => _signer.Sign(bytes);

    /// <summary>Each intent has a project, and so a namespace, of its own.</summary>
    public IntentMetadata Metadata(string id, long generation) => new()
    {
        Id = id,
        Plane = Id,
        Generation = generation,
        Organization = "acme",
        Project = id,
        Environment = "test",
    };

    public static ComponentSpec Spec() => new()
    {
        Type = ComponentType.Service,
        Release = "r1",
        Containers = new Dictionary<string, ContainerSpec>
        {
            ["main"] = new()
            {
                Image = "registry.example/app:1",
                Ports = new Dictionary<string, ContainerPort> { ["http"] = new(8080) },
                Env = [new EnvVar { Name = "MODE", Config = "mode" }],
            },
        },
        Config = new Dictionary<string, string> { ["mode"] = "plain" },
        Endpoints = new Dictionary<string, EndpointSpec> { ["http"] = new() { Port = 8080 } },
        Rollout = new RolloutSpec { DeadlineSeconds = 30 },
    };

    public static ManifestsSpec ManifestsOf(params JsonObject[] objects) => new()
    {
        Resources = [.. objects.Select((obj, i) => new ManifestResource { Id = $"object-{i}", Object = obj })],
        Rollout = new RolloutSpec { DeadlineSeconds = 30 },
    };

    public void Dispose() => _key.Dispose();
}

/// <summary>Changes that tests make to a component.</summary>
internal static class ComponentChanges
{
    public static ComponentSpec WithImage(this ComponentSpec spec, string image, string release) => spec with
    {
        Release = release,
        Containers = spec.Containers.ToDictionary(c => c.Key, c => c.Value with { Image = image }),
    };
}
