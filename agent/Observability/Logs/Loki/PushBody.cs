using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pdp.Core.Logs;
using Pdp.Core.Logs.Lines;

namespace Pdp.Observability.Logs.Loki;

/// <summary>
/// Entries in the JSON form of Loki's push API, compressed. A container is a stream, told by the six labels that are read by and no others, so there are no more
/// streams than containers.
/// </summary>
internal static class PushBody
{
    private static readonly JsonWriterOptions _compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The body of one push.</summary>
    public static byte[] Of(IReadOnlyList<PushedEntry> entries, LokiLabels labels)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, _compact))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("streams");
            foreach (var stream in entries.GroupBy(entry => entry.Source))
            {
                writer.WriteStartObject();
                Labels(writer, stream.Key, labels);
                writer.WriteStartArray("values");
                foreach (var entry in stream)
                {
                    writer.WriteStartArray();
                    writer.WriteStringValue(entry.Nanoseconds.ToString(CultureInfo.InvariantCulture));
                    writer.WriteStringValue(entry.Text);
                    writer.WriteEndArray();
                }
                writer.WriteEndArray();
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(json.WrittenSpan);
        return packed.ToArray();
    }

    private static void Labels(Utf8JsonWriter writer, LogSource source, LokiLabels labels)
    {
        (string Name, string Value)[] all =
        [
            (labels.Organization, source.Organization), (labels.Project, source.Project), (labels.Environment, source.Environment),
            (labels.Component, source.Component), (labels.Pod, source.Pod), (labels.Container, source.Container),
        ];
        writer.WriteStartObject("stream");
        // To Loki a label that is empty is one that is not there.
        foreach (var (name, value) in all.Where(label => label.Value.Length > 0)) writer.WriteString(name, value);
        writer.WriteEndObject();
    }
}

/// <summary>An entry as Loki is to keep it.</summary>
/// <param name="Source">Whose it is.</param>
/// <param name="Nanoseconds">When it was written, since 1970.</param>
/// <param name="Text">What it says.</param>
internal sealed record PushedEntry(LogSource Source, long Nanoseconds, string Text)
{
    /// <summary>The entry.</summary>
    public static PushedEntry Of(LogSource source, LogEntry entry) => new(source, LokiLine.Count(entry.Time), EntryText.Of(entry));
}
