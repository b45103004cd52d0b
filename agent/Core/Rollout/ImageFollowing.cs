namespace Pdp.Core.Rollout;

/// <summary>Whether a followed image is the newest.</summary>
/// <param name="IsCurrent">It is, as far as the registry has told.</param>
/// <param name="Reason">CamelCase, for the condition.</param>
/// <param name="Message">For people: which image, and why not the newest.</param>
public sealed record ImageFollowing(bool IsCurrent, string Reason, string Message)
{
    /// <summary>The newest tag runs, or is on its way.</summary>
    public static ImageFollowing Current { get; } = new(true, "Current", "");

    /// <summary>The registry does not tell; what it told last goes on being used.</summary>
    public static ImageFollowing Unknown(string message) => new(false, "RegistryUnavailable", message);

    /// <summary>The newest one did not become healthy.</summary>
    /// <param name="image">The image with its tag.</param>
    public static ImageFollowing Failed(string image) =>
        new(false, "RolledBack", $"{image} was rolled back and is not tried again; the image of before runs until there is a newer one");
}
