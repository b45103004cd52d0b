using Pdp.Protocol.Intents;

namespace Pdp.Simulation.Crashes;

/// <summary>The components that cases are made of.</summary>
internal static class RolloutSpecs
{
    /// <summary>Tag of an image that never becomes ready.</summary>
    private const string Bad = Story.Documents.BadTag;

    /// <summary>Seconds within which a step has to be healthy; a good one always is.</summary>
    private const int Deadline = 60;

    /// <summary>Name of a test.</summary>
    public const string Smoke = "smoke";

    /// <summary>A rollout that is given up in good time. Stands first, for the components have it.</summary>
    public static RolloutSpec Rolling { get; } = new(DeadlineSeconds: Deadline, ScaleDownDelaySeconds: 0);

    /// <summary>The component before.</summary>
    public static ComponentSpec One { get; } = Component("one", isBad: false);

    /// <summary>The one after it: another image, configuration and label of the version.</summary>
    public static ComponentSpec Two { get; } = Component("two", isBad: false);

    /// <summary>One that never becomes ready.</summary>
    public static ComponentSpec Broken { get; } = Component("two", isBad: true);

    public static RolloutSpec BlueGreen(params IReadOnlyList<RolloutStep> steps) =>
        Stepped(RolloutStrategy.BlueGreen, steps) with { ScaleDownDelaySeconds = 5 };

    public static RolloutSpec Canary(params IReadOnlyList<RolloutStep> steps) => Stepped(RolloutStrategy.Canary, steps);

    public static RolloutStep Weight(int percent) => new() { Weight = percent };

    public static RolloutStep Pause(int seconds) => new() { PauseSeconds = seconds };

    public static RolloutStep Measure(string analysis) => new() { Analysis = [analysis] };

    public static RolloutStep Approve(string name) => new() { Approval = name };

    public static RolloutStep Try(string test) => new() { Test = test };

    /// <summary>The rollout with a test, which has a secret, a file and a connection of its own.</summary>
    /// <param name="rollout">The rollout; a step of it asks for <see cref="Smoke"/>.</param>
    /// <param name="fails">Whether its Job fails.</param>
    public static RolloutSpec With(this RolloutSpec rollout, bool fails) => rollout with
    {
        Tests =
        [
            new RolloutTestSpec(TimeoutSeconds: Deadline)
            {
                Name = Smoke,
                Image = $"registry.example/tests:{(fails ? Bad : "good")}-one",
                Env = [new EnvVar { Name = "MODE", Config = "mode" }, new EnvVar { Name = "TESTER", Secret = Story.Documents.Password }],
                Files = [new FileMount { Path = "/etc/cases.txt", Value = "one" }],
            },
        ],
    };

    /// <summary>The component rolled out in another way.</summary>
    public static ComponentSpec By(this ComponentSpec spec, RolloutSpec rollout) => spec with { Rollout = rollout };

    /// <summary>The component with an endpoint that anybody may call, by a route of the gateway.</summary>
    public static ComponentSpec Public(this ComponentSpec spec) => spec with
    {
        Endpoints = new Dictionary<string, EndpointSpec> { ["http"] = new() { Port = 8080, Visibility = [EndpointVisibility.Public] } },
    };

    /// <summary>The component with one endpoint more, whose Service has one port more and whose policy of the network lets more in.</summary>
    public static ComponentSpec Admin(this ComponentSpec spec) => spec with
    {
        Containers = spec.Containers.ToDictionary(
            c => c.Key, c => c.Value with { Ports = new Dictionary<string, ContainerPort>(c.Value.Ports) { ["admin"] = new(9090) } }),
        Endpoints = new Dictionary<string, EndpointSpec>(spec.Endpoints) { ["admin"] = new() { Port = 9090 } },
    };

    /// <summary>The component without configuration.</summary>
    public static ComponentSpec Bare(this ComponentSpec spec) => spec with
    {
        Config = new Dictionary<string, string>(),
        Containers = spec.Containers.ToDictionary(c => c.Key, c => c.Value with { Env = [] }),
    };

    /// <summary>The component with a secret of the customer's.</summary>
    public static ComponentSpec Secret(this ComponentSpec spec) => spec with
    {
        Containers = spec.Containers.ToDictionary(
            c => c.Key, c => c.Value with { Env = [.. c.Value.Env, new EnvVar { Name = "PASSWORD", Secret = Story.Documents.Password }] }),
    };

    private static RolloutSpec Stepped(RolloutStrategy strategy, IReadOnlyList<RolloutStep> steps) => Rolling with
    {
        Strategy = strategy,
        Steps = steps,
        Analysis =
        [
            new AnalysisSpec(Count: 2, IntervalSeconds: 5) { Name = ScriptedAnalysis.Holds, Query = "1", Max = 1 },
            new AnalysisSpec(Count: 2, IntervalSeconds: 5) { Name = ScriptedAnalysis.Fails, Query = "1", Max = 1, FailureLimit = 1 },
        ],
    };

    private static ComponentSpec Component(string release, bool isBad) => new(2)
    {
        Type = ComponentType.Service,
        Release = release,
        Containers = new Dictionary<string, ContainerSpec>
        {
            ["main"] = new()
            {
                Image = $"registry.example/app:{(isBad ? Bad : "good")}-{release}",
                Ports = new Dictionary<string, ContainerPort> { ["http"] = new(8080) },
                Env = [new EnvVar { Name = "MODE", Config = "mode" }],
            },
        },
        Config = new Dictionary<string, string> { ["mode"] = release },
        Endpoints = new Dictionary<string, EndpointSpec> { ["http"] = new() { Port = 8080 } },
        Rollout = Rolling,
    };
}
