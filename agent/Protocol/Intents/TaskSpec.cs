namespace Pdp.Protocol.Intents;

/// <summary>How a task runs to its end.</summary>
/// <param name="Parallelism">Pods that run at once. 1..1000.</param>
/// <param name="Completions">Pods that must succeed. 1..1000.</param>
// Defaults other than zero are constructor parameters: the generated reader sets every init property a document leaves out to zero or
// null, and keeps a parameter's default.
public sealed record TaskSpec(int Parallelism = 1, int Completions = 1)
{
    /// <summary>Seconds a run may take, all its tries together; 1..604800. Without limit when absent.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>How often a failed pod is tried again, 0..100. Not at all unless said: not every task may run twice.</summary>
    public int Retries { get; init; }
}
