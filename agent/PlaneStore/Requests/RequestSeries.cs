namespace Pdp.PlaneStore.Requests;

/// <summary>Requests at one endpoint over time.</summary>
/// <param name="Place">The component.</param>
/// <param name="Endpoint">Labels that tell the endpoint from others of the component.</param>
/// <param name="Steps">By steps, rising; those nothing was counted in are left out.</param>
public sealed record RequestSeries(RequestPlace Place, IReadOnlyDictionary<string, string> Endpoint, IReadOnlyList<RequestStep> Steps);

/// <summary>What was counted in one step.</summary>
/// <param name="Time">The step's beginning, milliseconds since 1970, UTC.</param>
/// <param name="Seconds">Over how long it was counted.</param>
/// <param name="Requests">Requests.</param>
/// <param name="Errors">Those that failed; null where nobody told.</param>
/// <param name="Buckets">Upper bounds, seconds, and counts.</param>
public sealed record RequestStep(long Time, double Seconds, double Requests, double? Errors, IReadOnlyList<(double Bound, double Count)> Buckets);
