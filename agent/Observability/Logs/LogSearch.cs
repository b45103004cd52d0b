using System.ComponentModel;
using System.Text.Json.Serialization;
using Pdp.Core.Logs;
using Pdp.LogStore.Queries;
using Pdp.Observability.Access;
using Pdp.Protocol;

namespace Pdp.Observability.Logs;

/// <summary>The body of a search for log lines. Everything may be left out.</summary>
internal sealed record LogSearch(
    [property: Description("From this time on. An hour before endTime unless given.")] DateTimeOffset? StartTime = null,
    [property: Description("Before this time. Now unless given.")] DateTimeOffset? EndTime = null,
    [property: Description("Most lines of one answer, 1 to 1000.")] int Limit = 100,
    [property: Description("Latest first, or earliest first.")] LogOrder SortOrder = LogOrder.Desc,
    [property: Description("Whose lines; what is not named is not narrowed, but by the token.")] LogSearchScope? SearchScope = null,
    [property: Description("Only these levels; all unless given.")] IReadOnlyList<Severity>? Levels = null,
    [property: Description("Words that must all be there (\"a phrase\", begin*, -without), or /a regular expression/.")] string? Search = null,
    [property: Description("nextCursor of the answer before, with everything else as it was.")] string? Cursor = null)
{
    /// <summary>Longest name in a scope, characters.</summary>
    public const int MaxNameChars = 253;

    private const int MostLevels = 20;

    /// <summary>Every rule that is broken; empty when all is well.</summary>
    public IReadOnlyList<FieldError> Errors() =>
    [
        .. Limit is < 1 or > LogQuery.MaxLimit ? [new FieldError("limit", $"must be from 1 to {LogQuery.MaxLimit}")] : Array.Empty<FieldError>(),
        .. Levels?.Count > MostLevels ? [new FieldError("levels", $"must name at most {MostLevels}")] : Array.Empty<FieldError>(),
        .. SearchScope?.Errors("searchScope.") ?? [],
    ];
}

/// <summary>Whose lines are looked for.</summary>
internal sealed record LogSearchScope(
    string? Organization = null, string? Project = null, string? Environment = null, string? Component = null, string? Pod = null, string? Container = null)
{
    /// <summary>The part of the plane it is within.</summary>
    [JsonIgnore]
    public PlaneScope Plane => new(Organization, Project, Environment, Component);

    /// <summary>Every rule that is broken.</summary>
    /// <param name="prefix">What stands before the names in errors.</param>
    public IEnumerable<FieldError> Errors(string prefix) =>
        from field in (IEnumerable<(string Name, string? Value)>)
        [
            ("organization", Organization), ("project", Project), ("environment", Environment), ("component", Component), ("pod", Pod), ("container", Container),
        ]
        where field.Value is { Length: 0 or > LogSearch.MaxNameChars }
        select new FieldError(prefix + field.Name, $"must have 1 to {LogSearch.MaxNameChars} characters; leave it out for all");
}

/// <summary>In which order lines are answered.</summary>
internal enum LogOrder
{
    /// <summary>Latest first.</summary>
    Desc,

    /// <summary>Earliest first.</summary>
    Asc,
}
