using System.Text.Json.Serialization;

namespace Pdp.Daemon.Channel.Sessions;

/// <summary>The answer to <c>resync</c>.</summary>
/// <param name="Digest">Digest of what the agent holds now, as in <c>hello</c>.</param>
internal sealed record ResyncAnswer(string Digest);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ResyncAnswer))]
internal sealed partial class ChannelJsonContext : JsonSerializerContext;
