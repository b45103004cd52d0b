using System.Text.Json.Serialization.Metadata;

namespace Pdp.Observability.OpenApi;

/// <summary>What the OpenAPI document says of a route; schemas come from the contracts it really reads and writes.</summary>
/// <param name="Summary">In a few words.</param>
/// <param name="Detail">What one must know to use it; null when nothing.</param>
public sealed record RouteDescription(string Summary, string? Detail = null)
{
    /// <summary>The body it takes; null for none.</summary>
    public JsonTypeInfo? Body { get; init; }

    /// <summary>The body it answers 200 with; null when it is not JSON of ours, see <see cref="MediaType"/>.</summary>
    public JsonTypeInfo? Answer { get; init; }

    /// <summary>Media type of the answer.</summary>
    public string MediaType { get; init; } = "application/json";

    /// <summary>Its parameters in the query and in headers; those of the path are read from the pattern.</summary>
    public IReadOnlyList<RouteParameter> Parameters { get; init; } = [];

    /// <summary>Statuses besides 200 and what every route answers (400, 401, 403, 429, 503), such as 404.</summary>
    public IReadOnlyList<int> Statuses { get; init; } = [];
}

/// <summary>A parameter outside the path.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Detail">What it does, its range and its default.</param>
/// <param name="In">Where it stands: <c>query</c> or <c>header</c>.</param>
/// <param name="IsRequired">Whether the route does not answer without.</param>
/// <param name="IsRepeated">Whether it may stand several times.</param>
public sealed record RouteParameter(string Name, string Detail, string In = "query", bool IsRequired = false, bool IsRepeated = false);
