using Pdp.Core.Logs;

namespace Pdp.Observability.Metrics;

/// <summary>How asking pods for their requests is going.</summary>
public interface IRequestSampling
{
    /// <summary>Why the pods of some components do not tell all; null when nothing is wrong, or they are not asked.</summary>
    string? ProblemOf(IReadOnlyList<LogScope> scopes);
}
