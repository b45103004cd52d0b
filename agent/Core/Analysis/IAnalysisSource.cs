using Pdp.Protocol.Intents;

namespace Pdp.Core.Analysis;

/// <summary>Measures what is asked about a revision.</summary>
public interface IAnalysisSource
{
    /// <summary>Measures once.</summary>
    /// <param name="analysis">What.</param>
    /// <param name="subject">Of what.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The value, or why there is none. Never throws for a source that is away or answers nonsense.</returns>
    Task<Measurement> MeasureAsync(AnalysisSpec analysis, AnalysisSubject subject, CancellationToken cancellationToken);
}

/// <summary>What is measured.</summary>
/// <param name="Namespace">The namespace it runs in.</param>
/// <param name="Component">The component.</param>
/// <param name="Workload">The Deployment of the new revision.</param>
/// <param name="Revision">The new revision.</param>
public sealed record AnalysisSubject(string Namespace, string Component, string Workload, string Revision)
{
    /// <summary>Its pods; none where nothing is asked of them.</summary>
    public IReadOnlyList<SubjectPod> Pods { get; init; } = [];
}
