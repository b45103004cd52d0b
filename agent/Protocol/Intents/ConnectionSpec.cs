using System.Text.Json.Serialization;

namespace Pdp.Protocol.Intents;

/// <summary>
/// What a component calls: another component's endpoint, something outside the data plane, or what another component of the project
/// declares for all of it. Exactly one of the three.
/// </summary>
public sealed record ConnectionSpec
{
    /// <summary>A component's endpoint; null for something outside.</summary>
    public ConnectionTarget? To { get; init; }

    /// <summary>Something outside: an absolute URL without user, password or fragment; null for a component's endpoint.</summary>
    public string? Url { get; init; }

    /// <summary>
    /// The component of the same project that declares the connection of this name for the whole project; null for an own one.
    /// </summary>
    public string? From { get; init; }

    /// <summary>Who may use it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ConnectionScope Scope { get; init; }

    /// <summary>Environment variable of every container by property (<see cref="ConnectionProperties"/>).</summary>
    public IReadOnlyDictionary<string, string> Env { get; init => field = value ?? Map<string>.Empty; } = Map<string>.Empty;
}

/// <summary>Who may use a connection.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ConnectionScope>))]
public enum ConnectionScope
{
    /// <summary>The component that declares it.</summary>
    Component,

    /// <summary>Every component of the project and environment, by <see cref="ConnectionSpec.From"/>.</summary>
    Project,
}

/// <summary>An endpoint of a component in the same organization and environment.</summary>
public sealed record ConnectionTarget
{
    /// <summary>The component's project; the own one when null.</summary>
    public string? Project { get; init; }

    /// <summary>The component.</summary>
    public required string Component { get; init; }

    /// <summary>The endpoint; null where the component has only one.</summary>
    public string? Endpoint { get; init; }

    /// <summary>
    /// A track such as <c>v1.2</c>, or a major version such as <c>v1</c> for the newest healthy one of it; null for a component without
    /// tracks.
    /// </summary>
    public string? Version { get; init; }
}
