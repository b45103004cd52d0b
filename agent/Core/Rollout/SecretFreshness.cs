namespace Pdp.Core.Rollout;

/// <summary>Whether the secrets of an intent are of the newest versions.</summary>
/// <param name="IsFresh">They are, as far as the stores have told.</param>
/// <param name="Reason">CamelCase, for the condition.</param>
/// <param name="Message">For people: which, why not, and since when.</param>
public sealed record SecretFreshness(bool IsFresh, string Reason, string Message)
{
    /// <summary>Every store has told, and what it told is used.</summary>
    public static SecretFreshness Current { get; } = new(true, "Current", "");

    /// <summary>A store does not tell; what it told last goes on being used.</summary>
    public static SecretFreshness Unknown(string message) => new(false, "StoreUnavailable", message);

    /// <summary>There are newer versions, which did not become healthy.</summary>
    public static SecretFreshness Failed { get; } = new(
        false, "RotationFailed", "the newest versions were rolled back and are not tried again; put others into the store");
}
