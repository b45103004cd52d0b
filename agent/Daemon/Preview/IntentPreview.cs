using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Plan;
using Pdp.Daemon.Preview.Documents;
using Pdp.Daemon.Preview.Versions;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Preview;

/// <summary>What would become of one document.</summary>
internal sealed record IntentPreview
{
    /// <summary>Where the document came from.</summary>
    public required string Source { get; init; }

    /// <summary>Who vouches for it.</summary>
    public required DocumentOrigin Origin { get; init; }

    /// <summary>The intent; empty when it could not be read that far.</summary>
    public string Id { get; init; } = "";

    /// <summary>Its generation; 0 when it could not be read that far.</summary>
    public long Generation { get; init; }

    /// <summary>Organization, project and environment; empty when they could not be read.</summary>
    public string Place { get; init; } = "";

    /// <summary>What the agent would decide.</summary>
    public required PreviewDecision Decision { get; init; }

    /// <summary>Every reason why it would not be done; empty when it would.</summary>
    public IReadOnlyList<RefusalReason> Reasons { get; init; } = [];

    /// <summary>What else there is to know; empty when nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>What would become of each object, in the order it would be done.</summary>
    public IReadOnlyList<ObjectPreview> Objects { get; init; } = [];

    /// <summary>The Jobs that would try its new revision, in the order of their steps.</summary>
    public IReadOnlyList<TestPreview> Tests { get; init; } = [];

    /// <summary>What it makes of its version; null when it has no track, or would not be done.</summary>
    public PlannedVersion? Version { get; init; }

    /// <summary>What leads callers to major versions, where it would change with this document.</summary>
    public IReadOnlyList<RoutingPreview> Routing { get; init; } = [];

    /// <summary>Whether anything would be written.</summary>
    public bool HasChanges => All.Any(o => o.Action is PlanAction.Create or PlanAction.Configure or PlanAction.Prune);

    /// <summary>How many objects something would become of.</summary>
    public int Count(PlanAction action) => All.Count(o => o.Action == action);

    private IEnumerable<ObjectPreview> All => Objects.Concat(Routing.SelectMany(routing => routing.Objects));
}

/// <summary>What the agent would decide about a document.</summary>
internal enum PreviewDecision
{
    /// <summary>It would be done.</summary>
    Allowed,

    /// <summary>It would be stored, and wait for other intents.</summary>
    Waiting,

    /// <summary>It would not be done.</summary>
    Refused,
}

/// <summary>What would become of one object.</summary>
/// <param name="Action">What.</param>
/// <param name="Key">To which object.</param>
/// <param name="Changes">Field by field, as the API server says; empty unless it is created or changed.</param>
/// <param name="Message">Why, or what the API server warns of; empty when there is nothing to say.</param>
/// <param name="Rendered">The manifest the agent would apply; null for what it would not.</param>
internal sealed record ObjectPreview(
    PlanAction Action, ObjectKey Key, IReadOnlyList<FieldChange> Changes, string Message, JsonObject? Rendered)
{
    /// <summary>How many running pods end because of it, most of them to be made anew.</summary>
    public int Restarts { get; init; }
}
