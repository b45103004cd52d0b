using System.Text.Json;
using Pdp.Protocol;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Signatures;

namespace Pdp.Daemon.Channel.Sessions;

/// <summary>
/// What an intent says of itself before anybody has verified it. Good for choosing what to offer to the intake first, and for
/// nothing else: a lie here changes the order in which the intake refuses things.
/// </summary>
/// <param name="Id">The id it claims.</param>
/// <param name="Generation">The generation it claims.</param>
/// <param name="Hash">Hash of its payload.</param>
internal sealed record UnverifiedStamp(string Id, long Generation, string Hash)
{
    /// <summary>Reads it; null when there is nothing to read.</summary>
    public static UnverifiedStamp? TryRead(string text)
    {
        if (!CompactJws.TryParse(text, out var jws, out _)) return null;
        if (BoundedJson.TryRead(jws.Payload, ProtocolLimits.IntentBytes, ProtocolLimits.Depth, out var document) != JsonFault.None)
            return null;
        using (document)
        {
            return document!.RootElement.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
                && metadata.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String && TextOf(id) is { } name
                && metadata.TryGetProperty("generation", out var number) && number.ValueKind == JsonValueKind.Number
                && number.TryGetInt64(out var generation)
                    ? new UnverifiedStamp(name, generation, IntentDigest.OfPayload(jws.Payload.Span))
                    : null;
        }
    }

    private static string? TextOf(JsonElement element)
    {
        try
        {
            return element.GetString() is { Length: > 0 and <= ProtocolLimits.IdChars } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
