namespace Pdp.Daemon.Secrets.Stores;

/// <summary>A store does not do what was asked.</summary>
/// <param name="message">For people: why, and what to change. Names no value and repeats none.</param>
/// <param name="inner">The cause, where it can hold no value.</param>
internal class SecretStoreException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A store as a whole does not answer now: it is down, throttles, refuses the agent, or talks rubbish.</summary>
/// <param name="message">For people: why, and what to change. Names no value and repeats none.</param>
/// <param name="retryAfter">How long it asked to be left alone; null when it did not say.</param>
/// <param name="inner">The cause, where it can hold no value.</param>
internal sealed class SecretStoreUnavailableException(string message, TimeSpan? retryAfter = null, Exception? inner = null)
    : SecretStoreException(message, inner)
{
    /// <summary>How long it asked to be left alone; null when it did not say.</summary>
    public TimeSpan? RetryAfter => retryAfter;
}
