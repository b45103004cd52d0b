namespace Pdp.Protocol.Intents;

/// <summary>Credentials the images are pulled with: a whole Docker configuration, or a registry, a user and a password.</summary>
public sealed record PullSecretSpec
{
    /// <summary>A whole <c>config.json</c> with its <c>auths</c>; null when it is made of the other fields.</summary>
    public SecretReference? Document { get; init; }

    /// <summary>Host of the registry, with a port if it has one.</summary>
    public string? Registry { get; init; }

    /// <summary>The user, where it is no secret.</summary>
    public string? Username { get; init; }

    /// <summary>The user, where it is one.</summary>
    public SecretReference? UsernameSecret { get; init; }

    /// <summary>The password or token.</summary>
    public SecretReference? Password { get; init; }
}
