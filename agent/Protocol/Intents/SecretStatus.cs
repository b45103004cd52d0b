namespace Pdp.Protocol.Intents;

/// <summary>Which version of a secret an intent's objects are made with. Never its value.</summary>
/// <param name="Store">The customer's store.</param>
/// <param name="Name">The secret's name there.</param>
/// <param name="Version">The version, as the store calls it.</param>
/// <param name="ResolvedAt">When this version was chosen, UTC.</param>
/// <param name="IsPinned">Whether the intent names this version; otherwise it asks for the latest.</param>
/// <param name="ExpiresAt">When the certificate in it ends, UTC; null for what is none, and where that was not seen.</param>
public sealed record SecretStatus(
    string Store, string Name, string Version, DateTimeOffset ResolvedAt, bool IsPinned = false, DateTimeOffset? ExpiresAt = null);
