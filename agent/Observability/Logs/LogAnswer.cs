using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pdp.Core.Logs;
using Pdp.LogStore;

namespace Pdp.Observability.Logs;

/// <summary>A page of log lines.</summary>
internal sealed record LogAnswer(
    IReadOnlyList<LogLine> Logs,
    [property: Description("Where the next page begins; left out when there is nothing more.")] string? NextCursor,
    [property: Description("How long the search took, milliseconds.")] double TookMs,
    [property: Description("The time ended before all was looked at, and nextCursor goes on from there; or a damaged part was left out.")] bool Partial);

/// <summary>A log line, or lines that belong together.</summary>
internal sealed record LogLine(
    [property: Description("By the clock of its node.")] DateTimeOffset Timestamp,
    Severity Level,
    string Message,
    [property: Description("What a structured line says besides; left out when nothing."), JsonConverter(typeof(RawJson))] string? Fields,
    string Organization,
    string Project,
    string Environment,
    string Component,
    string Pod,
    string Container,
    [property: Description("How many lines should stand here and do not; left out of ordinary lines.")] long? Missing)
{
    /// <summary>An entry as the API tells it.</summary>
    public static LogLine Of(StoredEntry stored)
    {
        var (_, source, entry) = stored;
        return new LogLine(
            entry.Time, entry.Level, entry.Message, entry.Fields, source.Organization, source.Project, source.Environment, source.Component, source.Pod,
            source.Container, entry.Missing > 0 ? entry.Missing : null);
    }
}

/// <summary>A mark in a tail: lines the reader did not get.</summary>
internal sealed record TailGap([property: Description("How many; left out when they cannot be counted.")] long? Missed);

/// <summary>The last event of a tail.</summary>
internal sealed record TailEnd([property: Description("tokenEnded, stopping, closed or failed.")] string Reason);

/// <summary>Writes JSON that is text already.</summary>
internal sealed class RawJson : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.GetRawText();
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteRawValue(value);
}
