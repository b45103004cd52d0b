using System.Text.Json.Nodes;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Api.Answers;

/// <summary>A component in an environment as operators see it.</summary>
/// <param name="Organization">The organization.</param>
/// <param name="Project">The project.</param>
/// <param name="Component">The component.</param>
/// <param name="Environment">The environment.</param>
/// <param name="Values">What the environment says of it.</param>
/// <param name="Release">What is deployed there; absent when nothing is.</param>
/// <param name="Plane">Where that is, the first of its planes.</param>
/// <param name="Intent">What that plane says of it.</param>
/// <param name="Placements">Every plane it is on.</param>
/// <param name="UpdatedAt">When it last changed, UTC.</param>
internal sealed record BindingAnswer(
    string Organization,
    string Project,
    string Component,
    string Environment,
    JsonObject Values,
    string? Release,
    string? Plane,
    IntentAnswer? Intent,
    IReadOnlyList<PlacementAnswer> Placements,
    DateTimeOffset UpdatedAt)
{
    public static BindingAnswer Of(BindingRecord binding, IReadOnlyList<IntentView> views) => new(
        binding.Key.Organization, binding.Key.Project, binding.Key.Component, binding.Key.Environment, (JsonObject)JsonNode.Parse(binding.Values)!,
        binding.Release, binding.Plane, views.FirstOrDefault(v => v.Intent.Plane == binding.Plane) is { } first ? IntentAnswer.Line(first) : null,
        [.. views.Select(v => new PlacementAnswer(v.Intent.Plane, IntentAnswer.Line(v)))], binding.UpdatedAt);
}

/// <summary>A component of an environment on one plane.</summary>
/// <param name="Plane">The plane.</param>
/// <param name="Intent">What it says of it.</param>
internal sealed record PlacementAnswer(string Plane, IntentAnswer Intent);

/// <summary>A page of components in environments.</summary>
internal sealed record BindingListAnswer(IReadOnlyList<BindingAnswer> Items, string? Next);

/// <summary>Something that was deployed.</summary>
/// <param name="Number">Rises with every deployment.</param>
/// <param name="Way">How it came about, such as <c>promoted</c>.</param>
/// <param name="Release">The release.</param>
/// <param name="Values">The environment's values it was made with.</param>
/// <param name="Digests">The digests its images were pinned to, by container.</param>
/// <param name="Plane">The plane.</param>
/// <param name="Intent">The intent.</param>
/// <param name="Generation">Its generation.</param>
/// <param name="Promotion">The promotion that was approved.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Reason">Why, in his own words.</param>
/// <param name="At">When, UTC.</param>
internal sealed record DeploymentLine(
    long Number,
    DeploymentWay Way,
    string Release,
    JsonObject Values,
    IReadOnlyDictionary<string, string> Digests,
    string Plane,
    string Intent,
    long Generation,
    long? Promotion,
    string Actor,
    string? Reason,
    DateTimeOffset At)
{
    public static DeploymentLine Of(DeploymentRecord one) => new(
        one.Number, one.Way, one.Release, (JsonObject)JsonNode.Parse(one.Values)!, one.Digests, one.Plane, one.Intent, one.Generation, one.Promotion, one.Actor,
        one.Reason, one.At);
}

/// <summary>A page of deployments.</summary>
internal sealed record HistoryAnswer(IReadOnlyList<DeploymentLine> Items, string? Next);
