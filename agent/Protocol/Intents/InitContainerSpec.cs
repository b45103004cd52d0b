namespace Pdp.Protocol.Intents;

/// <summary>A container that runs to its end before the others start.</summary>
public sealed record InitContainerSpec : ContainerBasics
{
    /// <summary>Its name; a DNS label, unlike that of any other container.</summary>
    public required string Name { get; init; }
}
