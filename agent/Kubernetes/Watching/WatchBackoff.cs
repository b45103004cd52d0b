using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Transport;

namespace Pdp.Kubernetes.Watching;

/// <summary>What a watch does after it ended, and when. No clock and no chance of its own.</summary>
internal sealed class WatchBackoff
{
    public static readonly TimeSpan BaseDelay = TimeSpan.FromMilliseconds(500);
    public static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(30);

    /// <summary>A watch that lived so long was healthy, even if nothing happened.</summary>
    public static readonly TimeSpan HealthyAfter = TimeSpan.FromSeconds(30);

    private int _failures;

    /// <summary>The next step.</summary>
    /// <param name="failure">Why it ended; null when the server ended it in good order.</param>
    /// <param name="progressed">Whether it told anything beyond the first list.</param>
    /// <param name="lived">How long it lasted.</param>
    /// <param name="chance">From 0 to 1.</param>
    public WatchStep After(KubernetesException? failure, bool progressed, TimeSpan lived, double chance)
    {
        if (progressed || lived >= HealthyAfter) _failures = 0;
        var mustList = failure is not null && LostItsPlace(failure);
        var first = _failures++ == 0;
        // The ordinary course of things, once: watches end after some minutes, and versions expire. Only what repeats itself has to wait.
        if (first && (failure is null || mustList)) return new WatchStep(mustList, TimeSpan.Zero);
        var attempts = failure is null || mustList ? _failures - 1 : _failures;
        return new WatchStep(mustList, RetryPolicy.Pause(failure?.RetryAfter, attempts, BaseDelay, MaxDelay, chance));
    }

    /// <summary>Whether the server does not know the version reached: too old, or from before it was restored from a backup.</summary>
    private static bool LostItsPlace(KubernetesException failure) =>
        failure.IsExpired
        || failure.Status.Details?.Causes.Any(cause => cause.Reason == "ResourceVersionTooLarge") == true
        || failure.Status.Message.Contains("Too large resource version", StringComparison.Ordinal)
        || failure.Status.Message.StartsWith("resourceVersion: Invalid value", StringComparison.Ordinal);
}

/// <summary>What a watch does next.</summary>
/// <param name="List">List anew, instead of going on from the version reached.</param>
/// <param name="Pause">Wait first.</param>
internal readonly record struct WatchStep(bool List, TimeSpan Pause);
