using System.Text.Json.Serialization;

namespace Pdp.Protocol.Intents;

/// <summary>How to ask over HTTP.</summary>
/// <param name="Port">Port name or number.</param>
/// <param name="Path">Path, starting with <c>/</c>.</param>
/// <param name="Scheme"><c>HTTP</c> or <c>HTTPS</c>, of which the certificate is not verified.</param>
public sealed record HttpProbe(
    [property: JsonConverter(typeof(IntOrStringConverter))] string Port, string Path = "/", string Scheme = "HTTP")
{
    /// <summary>Headers to send, by name.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init => field = value ?? Map<string>.Empty; } = Map<string>.Empty;
}
