namespace Pdp.Daemon.Images;

/// <summary>A registry did not tell what was asked.</summary>
/// <param name="fault">Which kind of failure.</param>
/// <param name="message">For people: what is wrong and what to change, beginning in the middle of a sentence about the registry.</param>
/// <param name="retryAfter">When to come back, where the registry said so.</param>
internal sealed class RegistryException(RegistryFault fault, string message, TimeSpan? retryAfter = null) : Exception(message)
{
    /// <summary>Which kind of failure.</summary>
    public RegistryFault Fault => fault;

    /// <summary>When to come back; null when nobody said.</summary>
    public TimeSpan? RetryAfter => retryAfter;
}

/// <summary>How asking a registry can fail.</summary>
internal enum RegistryFault
{
    /// <summary>There is no such repository or tag.</summary>
    NotFound,

    /// <summary>The registry does not let the agent in, or the agent does not go where it is sent.</summary>
    Denied,

    /// <summary>Asked too often.</summary>
    Throttled,

    /// <summary>Not reached, not in time, or failing.</summary>
    Unavailable,

    /// <summary>The answer is none.</summary>
    Malformed,
}
