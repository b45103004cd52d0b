using System.ComponentModel;
using System.Text.Json.Serialization;
using Pdp.Observability.Access;
using Pdp.PlaneStore.Runs;
using Pdp.Protocol;
using Pdp.Protocol.Intents;

namespace Pdp.Observability.Tasks;

/// <summary>Runs of a task, the newest first.</summary>
internal sealed record ExecutionsAnswer(
    IReadOnlyList<ExecutionView> Executions, [property: Description("There are more than were asked for.")] bool Partial);

/// <summary>One run of a task.</summary>
internal sealed record ExecutionView(
    [property: Description("Name of its Job.")] string Id,
    string Organization,
    string Project,
    string Environment,
    string Component,
    [property: Description("What began it: its schedule, or somebody.")] RunTrigger Trigger,
    [property: Description("The release it ran; left out when nobody knows any more.")] string? Release,
    [property: Description("Stands for what its pods were made of; left out when nobody knows any more.")] string? Revision,
    [property: Description("How it stands.")] RunOutcome Result,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    [property: Description("Seconds it took, or takes so far; left out before it begins.")] double? DurationSeconds,
    [property: Description("Why, for people; left out when there is nothing to tell.")] string? Message,
    IReadOnlyList<string> Pods)
{
    public static ExecutionView Of(TaskRun run, DateTimeOffset now) => new(
        run.Id, run.Organization, run.Project, run.Environment, run.Component, run.Trigger, Told(run.Release), Told(run.Revision), run.Outcome,
        run.StartedAt, run.FinishedAt, run.StartedAt is { } began ? Math.Max(0, Math.Round(((run.FinishedAt ?? now) - began).TotalSeconds, 3)) : null,
        Told(run.Message), run.Pods);

    private static string? Told(string text) => text.Length == 0 ? null : text;
}

/// <summary>How the routes for tasks write JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    Converters = [typeof(UtcTime), typeof(CamelCaseEnumConverter<RunTrigger>)])]
[JsonSerializable(typeof(ExecutionsAnswer))]
[JsonSerializable(typeof(ExecutionView))]
internal sealed partial class TasksJsonContext : JsonSerializerContext;
