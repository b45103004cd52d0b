using System.Text.Json.Serialization;

namespace Pdp.Protocol.Intents;

/// <summary>How to ask over HTTP.</summary>
/// <param name="Port">Port name or number.</param>
/// <param name="Path">Path, starting with <c>/</c>.</param>
public sealed record HttpProbe([property: JsonConverter(typeof(IntOrStringConverter))] string Port, string Path = "/");
