using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Schema;
using Pdp.Protocol.Signatures;

namespace Pdp.Simulation.Story;

/// <summary>The documents the operator puts. What they ask for can be told by their image; which they are, by their mark.</summary>
internal static class Documents
{
    /// <summary>The label that tells one content of an intent from another, on everything made of it.</summary>
    public const string MarkLabel = "mark";

    /// <summary>Tag of an image that never becomes ready.</summary>
    public const string BadTag = "bad";

    /// <summary>The secret that some components have.</summary>
    public static SecretReference Password { get; } = new("vault", "password");

    /// <summary>A component.</summary>
    public static JsonObject Component(string id, string project, Wish wish)
    {
        var spec = new ComponentSpec(wish.Replicas)
        {
            Type = ComponentType.Service,
            State = wish.State,
            Release = wish.Mark,
            Containers = new Dictionary<string, ContainerSpec>
            {
                ["main"] = new()
                {
                    Image = $"registry.example/app:{(wish.IsBad ? BadTag : "good")}-{wish.Mark}",
                    Ports = new Dictionary<string, ContainerPort> { ["http"] = new(8080) },
                    Env =
                    [
                        new EnvVar { Name = "MODE", Config = "mode" },
                        .. wish.HasSecret ? [new EnvVar { Name = "PASSWORD", Secret = Password }] : Array.Empty<EnvVar>(),
                    ],
                },
            },
            Config = new Dictionary<string, string> { ["mode"] = wish.Mode },
            Endpoints = new Dictionary<string, EndpointSpec> { ["http"] = new() { Port = 8080 } },
            DependsOn = wish.DependsOn,
            Rollout = new RolloutSpec { DeadlineSeconds = 60 },
        };
        return Of(id, project, id, wish.Mark, spec);
    }

    /// <summary>A Job that runs once.</summary>
    public static JsonObject Job(string id, string project, Wish wish)
    {
        var job = new JsonObject
        {
            ["apiVersion"] = "batch/v1",
            ["kind"] = "Job",
            ["metadata"] = new JsonObject { ["name"] = $"{id}-{wish.Mark}" },
            ["spec"] = new JsonObject
            {
                ["template"] = new JsonObject
                {
                    ["spec"] = new JsonObject
                    {
                        ["restartPolicy"] = "Never",
                        ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "registry.example/task:1" }),
                    },
                },
            },
        };
        var spec = new ManifestsSpec
        {
            Resources = [new ManifestResource { Id = "run", Object = job }],
            Rollout = new RolloutSpec { DeadlineSeconds = 60 },
        };
        return Of(id, project, null, wish.Mark, spec);
    }

    /// <summary>The mark of a signed document.</summary>
    public static string? MarkOf(string? jws) => (string?)Read(jws)?["metadata"]?["labels"]?[MarkLabel];

    /// <summary>The generation of a signed document; 0 when it cannot be read.</summary>
    public static long GenerationOf(string jws) => (long?)Read(jws)?["metadata"]?["generation"] ?? 0;

    private static JsonObject Of(string id, string project, string? component, string mark, IntentSpec spec)
    {
        var metadata = new IntentMetadata
        {
            Id = id,
            Plane = World.Plane,
            Generation = 1,
            Organization = "acme",
            Project = project,
            Environment = "test",
            Component = component,
            Labels = new Dictionary<string, string> { [MarkLabel] = mark },
        };
        var document = (JsonObject)JsonNode.Parse(IntentWriter.Write(IntentWriter.Document(metadata, spec)))!;
        document["metadata"]!.AsObject().Remove("generation");
        return document;
    }

    private static JsonNode? Read(string? jws) =>
        jws is not null && CompactJws.TryParse(jws, out var parsed, out _) ? JsonNode.Parse(parsed.Payload.Span) : null;
}

/// <summary>What an operator wants of an intent.</summary>
/// <param name="Number">Tells this wish from every other.</param>
internal sealed record Wish(int Number)
{
    /// <summary>What its objects are marked with.</summary>
    public string Mark => string.Create(CultureInfo.InvariantCulture, $"m{Number}");

    public bool IsBad { get; init; }

    public int Replicas { get; init; } = 1;

    public string Mode { get; init; } = "plain";

    public ComponentState State { get; init; }

    public bool HasSecret { get; init; }

    public IReadOnlyList<string> DependsOn { get; init; } = [];
}
