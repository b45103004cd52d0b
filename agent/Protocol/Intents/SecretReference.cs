using System.Text.Json.Serialization;

namespace Pdp.Protocol.Intents;

/// <summary>Names a secret; never holds its value.</summary>
/// <param name="Store">A store the customer configured.</param>
/// <param name="Name">The secret's name there.</param>
/// <param name="Version">A version, or the latest when absent.</param>
/// <param name="Property">A property of a JSON secret.</param>
/// <param name="Encoding">How the store holds the bytes; as they are when absent.</param>
public sealed record SecretReference(
    string Store, string Name, string? Version = null, string? Property = null, SecretEncoding? Encoding = null);

/// <summary>How a store that keeps only text holds bytes.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SecretEncoding>))]
public enum SecretEncoding
{
    /// <summary>As base64 (RFC 4648), white space allowed.</summary>
    Base64,
}
