using Pdp.Core.Objects;

namespace Pdp.Core.Render;

/// <summary>A test of a new revision: its Job, and what that needs.</summary>
public sealed record RenderedTest
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The Job, named by what runs in it; the name ends in a hash.</summary>
    public required DesiredObject Job { get; init; }

    /// <summary>What the Job needs besides what the component has: configuration, and the way to the new revision.</summary>
    public IReadOnlyList<DesiredObject> Needs { get; init; } = [];

    /// <summary>The Secrets the Job refers to.</summary>
    public IReadOnlyList<SecretPlaceholder> Secrets { get; init; } = [];
}
