using Pdp.Daemon.Tests.Harness;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile.Crashes;

/// <summary>A kind of rollout the agent has to survive dying in. A new strategy is a new row.</summary>
/// <param name="Name">Its name; part of ids, so letters, digits and dashes.</param>
/// <param name="Spec">How a component is rolled out by it.</param>
public sealed record RolloutKind(string Name, Func<ComponentSpec, ComponentSpec> Spec)
{
    private static readonly RolloutSpec _soon = new(DeadlineSeconds: 6);

    /// <summary>Every kind there is.</summary>
    public static readonly IReadOnlyList<RolloutKind> All =
    [
        new("rolling", spec => spec with { Rollout = _soon }),
        new("recreate", spec => spec with { Rollout = _soon with { Strategy = RolloutStrategy.Recreate } }),
        new("surge", spec => spec with { Replicas = 3, Rollout = _soon with { MaxSurge = "1", MaxUnavailable = "1" } }),
    ];

    /// <summary>The revision a component runs before.</summary>
    internal string First(TestPlane plane, string id) => Document(plane, id, 1, "registry.example/app:1");

    /// <summary>The revision that shall follow it, with another configuration.</summary>
    /// <param name="plane">Who signs it.</param>
    /// <param name="id">The component.</param>
    /// <param name="isGood">Whether it becomes healthy.</param>
    internal string Second(TestPlane plane, string id, bool isGood) =>
        Document(plane, id, 2, isGood ? "registry.example/app:2" : "registry.example/broken:2");

    private string Document(TestPlane plane, string id, long generation, string image) => plane.Component(id, generation, spec =>
        Spec(spec.WithImage(image, $"r{generation}")) with { Config = new Dictionary<string, string> { ["mode"] = $"{generation}" } });

    public override string ToString() => Name;
}
