namespace Pdp.Core.Analysis.Requests;

/// <summary>One value a pod tells.</summary>
/// <param name="Name">The metric.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Value">The value; may be infinite or no number.</param>
public sealed record MetricSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);
