namespace Pdp.Core.Rollout;

/// <summary>Whether what an intent connects to is there.</summary>
/// <param name="IsCurrent">It is, all of it.</param>
/// <param name="Reason">CamelCase, for the condition.</param>
/// <param name="Message">For people: which is not.</param>
public sealed record ConnectionFreshness(bool IsCurrent, string Reason, string Message)
{
    /// <summary>Everything is there.</summary>
    public static ConnectionFreshness Current { get; } = new(true, "Current", "");

    /// <summary>Something is not; where it was known, that goes on being used.</summary>
    public static ConnectionFreshness Gone(string message) => new(false, "NotThere", message);
}
