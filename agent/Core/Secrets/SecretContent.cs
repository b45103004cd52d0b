namespace Pdp.Core.Secrets;

/// <summary>What a Secret is to hold.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Data">The values by key.</param>
/// <param name="ExpiresAt">When the certificate in it ends, UTC; null where there is none.</param>
public sealed record SecretContent(string Type, IReadOnlyDictionary<string, SecretValue> Data, DateTimeOffset? ExpiresAt = null);
