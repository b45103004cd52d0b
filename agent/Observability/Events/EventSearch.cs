using System.ComponentModel;
using Pdp.Observability.Access;
using Pdp.Observability.Logs;
using Pdp.PlaneStore.Events;
using Pdp.Protocol;

namespace Pdp.Observability.Events;

/// <summary>The body of a search for events. Everything may be left out.</summary>
internal sealed record EventSearch(
    [property: Description("From this time on. An hour before endTime unless given.")] DateTimeOffset? StartTime = null,
    [property: Description("Before this time. Now unless given.")] DateTimeOffset? EndTime = null,
    [property: Description("Most events of one answer, 1 to 1000.")] int Limit = 100,
    [property: Description("Latest first, or earliest first.")] LogOrder SortOrder = LogOrder.Desc,
    [property: Description("Whose events; what is not named is not narrowed, but by the token.")] EventScope? SearchScope = null,
    [property: Description("Only of this type.")] EventType? Type = null,
    [property: Description("Only with one of these reasons, such as BackOff or DriftRepaired; at most 50.")] IReadOnlyList<string>? Reasons = null,
    [property: Description("Words that must all be in reason, message, kind or name, at most 16.")] string? Search = null,
    [property: Description("nextCursor of the answer before, with everything else as it was.")] string? Cursor = null)
{
    private const int MostReasons = 50;
    private const int MostChars = 500;

    /// <summary>Every rule that is broken; empty when all is well.</summary>
    public IReadOnlyList<FieldError> Errors() =>
    [
        .. Limit is < 1 or > EventQuery.MaxLimit ? [new FieldError("limit", $"must be from 1 to {EventQuery.MaxLimit}")] : Array.Empty<FieldError>(),
        .. Reasons?.Count > MostReasons ? [new FieldError("reasons", $"must name at most {MostReasons}")] : Array.Empty<FieldError>(),
        .. Search?.Length > MostChars ? [new FieldError("search", $"must have at most {MostChars} characters")] : Array.Empty<FieldError>(),
    ];
}

/// <summary>Whose events are looked for.</summary>
internal sealed record EventScope(string? Organization = null, string? Project = null, string? Environment = null, string? Component = null)
{
    /// <summary>The part of the plane it is.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public PlaneScope Plane => new(Organization, Project, Environment, Component);
}

/// <summary>A page of events.</summary>
internal sealed record EventsAnswer(
    IReadOnlyList<EventView> Events,
    [property: Description("Where the next page begins; left out when there is nothing more.")] string? NextCursor,
    [property: Description("How long the search took, milliseconds.")] double TookMs,
    [property: Description("So much had to be looked through that this is less than was asked for; nextCursor goes on from there.")] bool Partial);

/// <summary>Something that happened.</summary>
internal sealed record EventView(
    [property: Description("When it happened last.")] DateTimeOffset Timestamp,
    [property: Description("When it happened first.")] DateTimeOffset FirstTimestamp,
    [property: Description("How often.")] long Count,
    EventType Type,
    string Reason,
    string Message,
    [property: Description("Who tells: the cluster or the agent.")] EventOrigin Origin,
    [property: Description("Kind of the object it happened to.")] string Kind,
    string Name,
    string Organization,
    string Project,
    string Environment,
    [property: Description("Empty when it is of no component, or that is not known.")] string Component)
{
    public static EventView Of(PlaneEvent one) => new(
        one.Time, one.FirstTime, one.Count, one.Type, one.Reason, one.Message, one.Origin, one.Kind, one.Name, one.Organization, one.Project,
        one.Environment, one.Component);
}
