using System.ComponentModel;
using Pdp.Protocol.Intents;

namespace Pdp.Observability.Components;

/// <summary>What runs here.</summary>
internal sealed record ComponentsAnswer(
    IReadOnlyList<ComponentView> Components,
    [property: Description("There are more than were answered: narrow the question.")] bool Partial);

/// <summary>A component in one environment.</summary>
internal sealed record ComponentView(
    string Organization,
    string Project,
    string Environment,
    string Component,
    [property: Description("Its version track; left out of what has none.")] string? Track,
    [property: Description("The intent it was made by.")] string Intent,
    ComponentType? Type,
    IntentPhase Phase,
    [property: Description("Why it is not as wanted; left out when it is.")] FailureReason? Reason,
    string Message,
    [property: Description("The release that is wanted.")] string? Release,
    [property: Description("The release that runs.")] string? RunningRelease,
    long Generation,
    long RunningGeneration,
    [property: Description("Whether the customer wrote it, and not the control plane.")] bool Local,
    IReadOnlyList<EndpointView> Endpoints)
{
    public static ComponentView Of(DeployedIntent intent, IntentStatus status) => new(
        intent.Organization, intent.Project, intent.Environment, intent.Component ?? "", intent.Track, intent.Id, intent.Type, status.Phase,
        status.Reason, status.Message, intent.Release, status.RunningRelease, intent.Generation, status.RunningGeneration,
        intent.IsLocal, [.. status.Endpoints.Select(one => new EndpointView(one.Name, one.Url))]);
}

/// <summary>Where an endpoint answers within the data plane.</summary>
internal sealed record EndpointView(string Name, string Url);

/// <summary>How a component is rolled out.</summary>
internal sealed record RolloutAnswer(
    ComponentView Component,
    IReadOnlyList<StatusCondition> Conditions,
    [property: Description("The rollout under way or the last one; left out of what had none.")] RolloutView? Rollout,
    [property: Description("Revisions, newest first.")] IReadOnlyList<RevisionRecord> History,
    [property: Description("Its objects, those made of them below; left out while the cluster cannot be looked at.")] IReadOnlyList<RolloutNode>? Tree);

/// <summary>A rollout.</summary>
internal sealed record RolloutView(
    long Generation,
    string? Revision,
    [property: Description("Steps that are done; left out of a rollout without steps.")] int? Step,
    int? Steps,
    [property: Description("Percent of the requests the new revision gets; left out of a rollout without steps.")] int? Weight,
    TrafficSplit? SplitBy,
    int Updated,
    int Available,
    int Desired,
    DateTimeOffset StartedAt,
    [property: Description("When it goes back by itself, unless it is healthy then.")] DateTimeOffset Deadline,
    IReadOnlyList<AnalysisStatus> Analysis,
    [property: Description("Tests of the new revision that were begun.")] IReadOnlyList<TestStatus> Tests)
{
    public static RolloutView? Of(RolloutStatus? rollout) => rollout is null ? null : new RolloutView(
        rollout.Generation, rollout.Revision, rollout.Step, rollout.Steps, rollout.Weight, rollout.SplitBy, rollout.Updated, rollout.Available,
        rollout.Desired, rollout.StartedAt, rollout.Deadline, rollout.Analysis, rollout.Tests);
}
