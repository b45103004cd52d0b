using Pdp.Core.Objects;
using Pdp.Core.Render;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Rollout;

/// <summary>A generation as it was rendered: enough to run it again with nothing from outside. Secrets are in it by name only.</summary>
public sealed record Revision
{
    /// <summary>Its generation.</summary>
    public required long Generation { get; init; }

    /// <summary>Its release; null where the kind has none.</summary>
    public string? Release { get; init; }

    /// <summary>The namespace it lives in.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its objects.</summary>
    public required IReadOnlyList<DesiredObject> Objects { get; init; }

    /// <summary>Where its endpoints answer.</summary>
    public IReadOnlyList<EndpointStatus> Endpoints { get; init; } = [];

    /// <summary>Its Secrets: the version of each entry, never a value.</summary>
    public IReadOnlyList<SecretPlaceholder> Secrets { get; init; } = [];

    /// <summary>Which revision it is.</summary>
    public RevisionMark Mark => new(Generation, SecretFingerprint.Of(Secrets));
}
