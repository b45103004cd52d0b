using Pdp.Core.Objects;
using Pdp.Core.Render.Routes;
using Pdp.Core.Routing;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>What an intent becomes.</summary>
public sealed record RenderResult
{
    /// <summary>The namespace everything lives in; derived, never taken from the intent.</summary>
    public required string Namespace { get; init; }

    /// <summary>Whether the agent made the objects of a component; otherwise they stand in the document.</summary>
    public bool AreDerived { get; init; }

    /// <summary>Every object, in the order of its waves. Empty when undeployed, and when there are errors.</summary>
    public IReadOnlyList<DesiredObject> Objects { get; init; } = [];

    /// <summary>Where its endpoints will answer, ordered by name.</summary>
    public IReadOnlyList<EndpointStatus> Endpoints { get; init; } = [];

    /// <summary>What endpoints ask for that cannot be had here; it is no error.</summary>
    public IReadOnlyList<RouteNote> RouteNotes { get; init; } = [];

    /// <summary>What leads to it while its major version stands for it; null without a track.</summary>
    public StableVersion? Stable { get; init; }

    /// <summary>Its workload, where two revisions of it can stand side by side; null where they cannot, or nothing runs.</summary>
    public RenderedWorkload? Workload { get; init; }

    /// <summary>What its rollout may run against the new revision.</summary>
    public IReadOnlyList<RenderedTest> Tests { get; init; } = [];

    /// <summary>The Secrets that are made at apply, where alone there are values; not those of its tests.</summary>
    public IReadOnlyList<SecretPlaceholder> Secrets { get; init; } = [];

    /// <summary>What of the objects is left as others have it.</summary>
    public IReadOnlyList<DriftExemption> Exemptions { get; init; } = [];

    /// <summary>Service accounts of another intent that its pods act as.</summary>
    public IReadOnlyList<string> ServiceAccounts { get; init; } = [];

    /// <summary>Every reason why it cannot be rendered.</summary>
    public IReadOnlyList<RefusalReason> Errors { get; init; } = [];
}
