using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Policy;

/// <summary>Everything that would be done for an intent, for the policy to judge.</summary>
public sealed record PolicyRequest
{
    /// <summary>Where it deploys to.</summary>
    public required Place Place { get; init; }

    /// <summary>Whether nobody signed the intent: it was written in the cluster. Default no.</summary>
    public bool IsUnsigned { get; init; }

    /// <summary>
    /// Whether the agent made the objects of a component, so that their host names are the policy's own. Default no: they stand in the document.
    /// </summary>
    public bool AreDerived { get; init; }

    /// <summary>The only namespace its objects may live in.</summary>
    public required string Namespace { get; init; }

    /// <summary>The objects as they would be applied, secret values left out.</summary>
    public required IReadOnlyList<DesiredObject> Objects { get; init; }

    /// <summary>The secrets it asks for.</summary>
    public IReadOnlyList<SecretUse> Secrets { get; init; } = [];

    /// <summary>Service accounts of other intents its pods act as, as the agent derived them: a run is who its task is.</summary>
    public IReadOnlyList<string> ServiceAccounts { get; init; } = [];

    /// <summary>What it would leave as others have it.</summary>
    public IReadOnlyList<DriftExemption> Exemptions { get; init; } = [];

    /// <summary>Which kinds there are.</summary>
    public required IKindCatalog Kinds { get; init; }
}

/// <summary>A secret an intent asks for.</summary>
/// <param name="Path">Where in the document.</param>
/// <param name="Reference">Which.</param>
/// <param name="Type">The type of the Secret it becomes a part of.</param>
public sealed record SecretUse(string Path, SecretReference Reference, string Type = "Opaque");
