using System.Text;
using System.Text.Json;
using Pdp.Core.Connections;
using Pdp.Core.Ports;
using Pdp.Protocol;
using Pdp.Protocol.Signatures;

namespace Pdp.Daemon.Documents;

/// <summary>Whose a signed document says it is, read as far as it can be read, so that even a refusal can name the intent.</summary>
/// <param name="Id">The id; empty when there is no usable one.</param>
/// <param name="Generation">The generation; 0 when there is no usable one.</param>
/// <param name="Plane">The plane; null when there is none.</param>
/// <param name="Component">The component it makes; null when there is none.</param>
internal sealed record DocumentClaim(string Id, long Generation, string? Plane, ComponentPlace? Component = null)
{
    // Where a document says nothing.
    private const string Unnamed = "default";

    private static readonly DocumentClaim _nothing = new("", 0, null);

    /// <summary>Reads what can be read; anything at all may be in the bytes.</summary>
    public static DocumentClaim Of(ReadOnlyMemory<byte> utf8)
    {
        var fault = BoundedJson.TryRead(utf8, ProtocolLimits.IntentBytes, ProtocolLimits.Depth, out var document);
        if (fault != JsonFault.None) return _nothing;
        using (document)
        {
            if (!document!.RootElement.TryGetProperty("metadata", out var metadata) || metadata.ValueKind != JsonValueKind.Object)
                return _nothing;
            return new DocumentClaim(
                Text(metadata, "id") is { } id && IsLabel(id) ? id : "", Number(metadata, "generation"), Text(metadata, "plane"),
                ComponentOf(metadata));
        }
    }

    /// <summary>What an intent of the journal says it is, whoever wrote that.</summary>
    public static DocumentClaim Of(StoredIntent stored) =>
        stored.Document is { } local ? Of(Encoding.UTF8.GetBytes(local))
        : stored.Jws is { } jws && CompactJws.TryParse(jws, out var parts, out _) ? Of(parts.Payload)
        : _nothing;

    private static ComponentPlace? ComponentOf(JsonElement metadata) => Text(metadata, "component") is { } component
        ? new ComponentPlace(
            Text(metadata, "organization") ?? Unnamed, Text(metadata, "project") ?? Unnamed, Text(metadata, "environment") ?? Unnamed, component)
        : null;

    private static bool IsLabel(string id) =>
        id.Length is > 0 and <= ProtocolLimits.IdChars && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static long Number(JsonElement metadata, string name) =>
        metadata.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out var number) && number > 0
            ? number
            : 0;

    private static string? Text(JsonElement metadata, string name)
    {
        if (!metadata.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String) return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, which is JSON but not text.
            return null;
        }
    }
}
