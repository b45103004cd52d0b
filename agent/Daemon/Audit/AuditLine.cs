using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pdp.Core.Ports;

namespace Pdp.Daemon.Audit;

/// <summary>
/// One record: a line of JSON whose last member is the SHA-256 of the line without that member. The hash is over the bytes as they stand,
/// so nothing depends on how a reader would write them.
/// </summary>
internal static class AuditLine
{
    private const int MostReasons = 20;
    private const int LongestText = 1024;

    // ,"hash":"<64 digits>"}
    private const int TailBytes = 8 + 1 + 64 + 2;

    /// <summary>Writes the record that follows another.</summary>
    /// <returns>The line, its line feed included, and its place in the chain.</returns>
    public static (byte[] Line, ChainLink Link) Write(AuditEvent happened, DateTimeOffset time, ChainLink previous)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("seq", previous.Seq + 1);
            json.WriteString("time", time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ"));
            WriteEvent(json, happened);
            json.WriteString("prev", previous.Hash);
            json.WriteEndObject();
        }
        var hash = Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
        byte[] line = [.. buffer.WrittenSpan[..^1], .. Encoding.ASCII.GetBytes($",\"hash\":\"{hash}\"}}\n")];
        return (line, new ChainLink(previous.Seq + 1, hash));
    }

    /// <summary>Reads a record and checks that it is as it was written.</summary>
    /// <param name="line">The line, without its line feed.</param>
    /// <returns>The record; null when the line is none, or another than was written.</returns>
    public static AuditRecord? Read(ReadOnlySpan<byte> line)
    {
        if (line.Length <= TailBytes || !line[^TailBytes..].StartsWith(",\"hash\":\""u8) || !line.EndsWith("\"}"u8)) return null;
        byte[] hashed = [.. line[..^TailBytes], (byte)'}'];
        var hash = Convert.ToHexStringLower(SHA256.HashData(hashed));
        if (!line[^(64 + 2)..^2].SequenceEqual(Encoding.ASCII.GetBytes(hash))) return null;
        try
        {
            using var document = JsonDocument.Parse(hashed);
            var root = document.RootElement;
            return new AuditRecord(
                new ChainLink(root.GetProperty("seq").GetInt64(), hash),
                root.GetProperty("prev").GetString()!,
                root.GetProperty("type").GetString()!,
                root.GetProperty("time").GetString()!,
                root.TryGetProperty("note", out var note) ? note.GetString() : null)
            {
                Certificate = root.TryGetProperty("certificate", out var certificate) ? certificate.GetString() : null,
                Signature = root.TryGetProperty("signature", out var signature) ? signature.GetString() : null,
            };
        }
        catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static void WriteEvent(Utf8JsonWriter json, AuditEvent happened)
    {
        json.WriteString("type", happened.Type);
        Text(json, "intent", happened.Intent);
        if (happened.Generation is { } generation) json.WriteNumber("generation", generation);
        Text(json, "document", happened.Document);
        Text(json, "object", happened.Object);
        Text(json, "action", happened.Action);
        Text(json, "outcome", happened.Outcome);
        if (happened.Reasons is { Count: > 0 } reasons)
        {
            json.WriteStartArray("reasons");
            foreach (var reason in reasons.Take(MostReasons)) json.WriteStringValue(Bounded(reason));
            json.WriteEndArray();
        }
        Text(json, "store", happened.Store);
        Text(json, "secret", happened.Secret);
        Text(json, "version", happened.Version);
        Text(json, "subject", happened.Subject);
        Text(json, "note", happened.Note);
        if (happened.Certificate is { } certificate) json.WriteString("certificate", certificate);
        if (happened.Signature is { } signature) json.WriteString("signature", signature);
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, Bounded(value));
    }

    private static string Bounded(string text) => text.Length <= LongestText ? text : text[..LongestText] + "…";
}

/// <summary>A record as it was read.</summary>
/// <param name="Link">Its place in the chain.</param>
/// <param name="Previous">Hash of the record before it.</param>
/// <param name="Type">What happened.</param>
/// <param name="Time">When.</param>
/// <param name="Note">What the trail says about itself, if anything.</param>
internal sealed record AuditRecord(ChainLink Link, string Previous, string Type, string Time, string? Note)
{
    /// <summary>Whose signature it has; null when it has none.</summary>
    public string? Certificate { get; init; }

    /// <summary>The signature.</summary>
    public string? Signature { get; init; }
}
