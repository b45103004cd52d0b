using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile;

/// <summary>What a pass over an intent came to.</summary>
/// <param name="IsGone">The intent is no longer held.</param>
/// <param name="LookAgainIn">When to look again though nothing changed; null when only a change matters.</param>
/// <param name="Failure">Why it did not get where it should, and tries again after a pause that grows; null otherwise.</param>
/// <param name="IsOutdated">Whether it was given up because something changed under it, and not because something is wrong.</param>
internal sealed record PassResult(
    bool IsGone = false, TimeSpan? LookAgainIn = null, FailureReason? Failure = null, bool IsOutdated = false)
{
    /// <summary>The intent is no longer held.</summary>
    public static PassResult Gone { get; } = new(IsGone: true);

    /// <summary>Nothing to do until something changes.</summary>
    public static PassResult Settled { get; } = new();
}
