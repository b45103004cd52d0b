namespace Pdp.Observability.Metrics;

/// <summary>How sampling what containers use is going.</summary>
public interface ISamplingState
{
    /// <summary>Why the cluster tells nothing about CPU and memory now; null when it does.</summary>
    string? Problem { get; }
}
