namespace Pdp.PlaneStore.Requests;

/// <summary>What the pods of a component counted at one endpoint since the count before.</summary>
/// <param name="Place">The component.</param>
/// <param name="Endpoint">Labels that tell the endpoint from others of the component; may be none.</param>
/// <param name="Requests">Requests.</param>
/// <param name="Errors">Those that failed on the server's side; null is what nobody told.</param>
/// <param name="Buckets">How long they took: upper bounds, seconds, rising, and how many took no longer; none is what nobody told.</param>
public sealed record RequestCount(
    RequestPlace Place, IReadOnlyDictionary<string, string> Endpoint, double Requests, double? Errors, IReadOnlyList<(double Bound, double Count)> Buckets);
