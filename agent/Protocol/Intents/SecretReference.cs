namespace Pdp.Protocol.Intents;

/// <summary>Names a secret; never holds its value.</summary>
/// <param name="Store">A store the customer configured.</param>
/// <param name="Name">The secret's name there.</param>
/// <param name="Version">A version, or the latest when absent.</param>
/// <param name="Property">A property of a JSON secret.</param>
public sealed record SecretReference(string Store, string Name, string? Version = null, string? Property = null);
