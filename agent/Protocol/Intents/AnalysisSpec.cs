namespace Pdp.Protocol.Intents;

/// <summary>A measurement of the new revision that has to hold.</summary>
/// <param name="Count">Measurements to be made; 1..1000. Default 1.</param>
/// <param name="IntervalSeconds">Seconds from one to the next; 1..86400. Default 30.</param>
/// <param name="InconclusiveLimit">Measurements that may tell nothing, as when nobody answers; 0..1000. Default 4.</param>
public sealed record AnalysisSpec(int Count = 1, int IntervalSeconds = 30, int InconclusiveLimit = 4)
{
    /// <summary>Its name, which steps refer to.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// A PromQL query that gives one value; null where <see cref="Requests"/> are measured. <c>$revision</c>, <c>$workload</c>, <c>$namespace</c> and <c>$component</c> stand for those of the new
    /// revision.
    /// </summary>
    public string? Query { get; init; }

    /// <summary>What of the new revision's own requests is measured; null where a <see cref="Query"/> is.</summary>
    public RequestsSpec? Requests { get; init; }

    /// <summary>The least value that holds; null for none.</summary>
    public double? Min { get; init; }

    /// <summary>The greatest value that holds; null for none.</summary>
    public double? Max { get; init; }

    /// <summary>Seconds before the first measurement; 0..86400. Default 0.</summary>
    public int InitialDelaySeconds { get; init; }

    /// <summary>Measurements that may fail; 0..1000. Default 0.</summary>
    public int FailureLimit { get; init; }
}
