using Pdp.Core.Objects;

namespace Pdp.Core.Routing;

/// <summary>
/// What leads to one version of a component if it is the one its major version stands for: the Service and the routes that stay when another
/// minor version takes over. No intent's inventory has them.
/// </summary>
public sealed record StableVersion
{
    /// <summary>Whose versions follow each other here.</summary>
    public required VersionGroup Group { get; init; }

    /// <summary>The version, such as <c>v1.2</c>.</summary>
    public required string Track { get; init; }

    /// <summary>The version's own Service, whose endpoints say whether it can be called.</summary>
    public required string Service { get; init; }

    /// <summary>What is applied to have everything lead to this version.</summary>
    public required IReadOnlyList<DesiredObject> Objects { get; init; }
}

/// <summary>A component's versions of one major version, in one place.</summary>
/// <param name="Namespace">The namespace of the place.</param>
/// <param name="Name">The name of the Service that stays, such as <c>shop--v1</c>.</param>
public sealed record VersionGroup(string Namespace, string Name)
{
    /// <summary>As people read it.</summary>
    public override string ToString() => $"{Namespace}/{Name}";
}
