namespace Pdp.Protocol.Intents;

/// <summary>
/// A Job that tries the new revision of a blue-green rollout, behind a Service of its own: the step that names it is done when the Job succeeds, and the rollout
/// is given up when it fails.
/// </summary>
/// <param name="TimeoutSeconds">Seconds the Job may take, all its tries together; 1..86400. Default 300.</param>
public sealed record RolloutTestSpec(int TimeoutSeconds = 300) : ContainerBasics
{
    /// <summary>Its name, which steps refer to, and that of its container; a DNS label, unlike that of any container of the component.</summary>
    public required string Name { get; init; }

    /// <summary>How often a failed pod is tried again, 0..10. Not at all unless said.</summary>
    public int Retries { get; init; }
}
