using FsCheck;
using FsCheck.Fluent;
using Pdp.Core.Tests.Support;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Network;

/// <summary>
/// Components of several projects, some with tracks, that call each other in any way the rules let them, each with two ports.
/// </summary>
/// <param name="Intents">The intents; the id of each is its own.</param>
/// <param name="Calls">Who calls which port of whom.</param>
internal sealed record Graph(IReadOnlyList<TypedIntent> Intents, IReadOnlySet<(string From, string To, string Port)> Calls)
{
    private static readonly string[] _projects = ["red", "green", "blue"];
    private static readonly string?[] _tracks = [null, "v1.2", "v2"];

    public static Gen<Graph> Any { get; } =
        from count in Gen.Choose(2, 7)
        from projects in Gen.Elements(_projects).ArrayOf(count)
        from tracks in Gen.Elements(_tracks).ArrayOf(count)
        from open in Gen.Elements(true, false).ArrayOf(count)
        from calls in Gen.Choose(0, (count * count * 2) - 1).ArrayOf(count * 2)
        from byMajor in Gen.Elements(true, false).ArrayOf(count)
        select Of(projects, tracks, open, calls, byMajor);

    public bool IsDeclared(string from, string to, string port) => Calls.Contains((from, to, port));

    /// <summary>A component alone that calls something outside.</summary>
    public static TypedIntent Outside(string url) =>
        Service("out", spec => spec with { Connections = new Dictionary<string, ConnectionSpec> { ["out"] = new() { Url = url } } });

    /// <summary>A component alone, with ports <c>http</c> and <c>admin</c>.</summary>
    public static TypedIntent Service(string name, Func<ComponentSpec, ComponentSpec>? change = null, string project = "red", string? track = null)
    {
        var spec = new ComponentSpec
        {
            Type = ComponentType.Service,
            Release = "r-1",
            Containers = new Dictionary<string, ContainerSpec>
            {
                ["main"] = new()
                {
                    Image = "a:1",
                    Ports = new Dictionary<string, ContainerPort> { ["http"] = new(8080), ["admin"] = new(9090) },
                },
            },
            Endpoints = Endpoints([]),
        };
        var metadata = new IntentMetadata
        {
            Id = name,
            Plane = "plane-1",
            Generation = 1,
            Organization = "acme",
            Project = project,
            Environment = "dev",
            Component = name,
            Track = track,
        };
        return AnyIntent.Of(metadata, (change ?? (s => s))(spec));
    }

    private static Dictionary<string, EndpointSpec> Endpoints(IReadOnlyList<EndpointVisibility> visibility) => new()
    {
        ["api"] = new() { Port = 80, TargetPort = "http", Visibility = visibility },
        ["ops"] = new() { Port = 81, TargetPort = "admin" },
    };

    private static Graph Of(string[] projects, string?[] tracks, bool[] open, int[] calls, bool[] byMajor)
    {
        var names = Enumerable.Range(0, projects.Length).Select(i => $"c{i}").ToArray();
        var wanted = calls.Select(call => (From: call / 2 / names.Length, To: call / 2 % names.Length, Endpoint: call % 2 == 0 ? "api" : "ops"))
            .Distinct()
            // Somebody else's endpoint must be open to the organization.
            .Where(call => projects[call.From] == projects[call.To] || (open[call.To] && call.Endpoint == "api"))
            .ToList();
        var intents = names.Select((name, i) => Service(
            name,
            spec => spec with
            {
                Endpoints = Endpoints(open[i] ? [EndpointVisibility.Organization] : []),
                Connections = wanted.Where(call => call.From == i).ToDictionary(
                    call => $"{names[call.To]}-{call.Endpoint}", call => new ConnectionSpec { To = Target(call.To, call.Endpoint) }),
            },
            projects[i],
            tracks[i]));
        return new Graph([.. intents], wanted.Select(c => (names[c.From], names[c.To], c.Endpoint == "api" ? "http" : "admin")).ToHashSet());

        ConnectionTarget Target(int to, string endpoint) => new()
        {
            Project = projects[to],
            Component = names[to],
            Endpoint = endpoint,
            Version = tracks[to] is { } track && byMajor[to] ? track.Split('.')[0] : tracks[to],
        };
    }
}
