using Pdp.Kubernetes.Errors;

namespace Pdp.Kubernetes.Transport;

/// <summary>Whether a failed request is sent once more, and when. No clock and no chance of its own.</summary>
internal static class RetryPolicy
{
    /// <summary>The pause before the next attempt; null when there shall be none.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="repeat">When the request may be sent once more.</param>
    /// <param name="attempts">Attempts made so far, 1 or more.</param>
    /// <param name="elapsed">Time since the first attempt began.</param>
    /// <param name="options">The limits.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static TimeSpan? PauseBeforeNext(
        KubernetesException failure, Repeat repeat, int attempts, TimeSpan elapsed, KubernetesApiOptions options, double chance)
    {
        if (attempts >= options.MaxAttempts || !MayRepeat(failure, repeat)) return null;
        var pause = Pause(failure.RetryAfter, attempts, options.RetryBaseDelay, options.RetryMaxDelay, chance);
        return elapsed + pause <= options.MaxRetryTime ? pause : null;
    }

    /// <summary>Full jitter below an exponential cap, on top of what the server asked for.</summary>
    public static TimeSpan Pause(TimeSpan? asked, int attempts, TimeSpan baseDelay, TimeSpan maxDelay, double chance)
    {
        // The server says when to come back; all who were told the same still should not come back at the same moment.
        if (asked is { } wait) return wait + baseDelay * chance;
        var cap = Math.Min(maxDelay.Ticks, baseDelay.Ticks * Math.Pow(2, Math.Min(attempts - 1, 30)));
        return TimeSpan.FromTicks((long)(cap * chance));
    }

    // A 429 was not carried out, nor was what never left this machine; of everything else nobody knows.
    private static bool MayRepeat(KubernetesException failure, Repeat repeat) => repeat switch
    {
        Repeat.Always => failure.IsTransient,
        Repeat.WhenNotCarriedOut => failure.Status.Code == 429 || (failure.NeverSent && failure.IsTransient),
        _ => false,
    };
}
