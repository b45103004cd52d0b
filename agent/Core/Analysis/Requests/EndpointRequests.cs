namespace Pdp.Core.Analysis.Requests;

/// <summary>What the pods of a component counted at one endpoint between two moments.</summary>
/// <param name="Endpoint">The labels that tell the endpoint from others; none where the pods do not tell endpoints apart.</param>
/// <param name="Requests">Requests.</param>
/// <param name="Errors">Those answered with a status of 500 or more; null where the pods do not tell how they were answered.</param>
/// <param name="Latency">How long they took; without buckets where the pods do not tell.</param>
public sealed record EndpointRequests(IReadOnlyDictionary<string, string> Endpoint, double Requests, double? Errors, LatencyHistogram Latency);
