namespace Pdp.Core.Policy.Model;

/// <summary>What containers may do. The level of <see cref="PolicyRules.PodSecurity"/> must allow it too.</summary>
public sealed record ContainerRules
{
    /// <summary>Whether containers may be privileged. Default no.</summary>
    public bool Privileged { get; init; }

    /// <summary>Capabilities that may be added, without <c>CAP_</c>; those of the level when null.</summary>
    public IReadOnlyList<string>? Capabilities { get; init; }

    /// <summary>Sysctls besides the safe ones of the standard. Default none.</summary>
    public IReadOnlyList<string> Sysctls { get; init; } = [];
}
