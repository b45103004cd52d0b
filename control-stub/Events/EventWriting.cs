using System.Text.Json;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Events;

/// <summary>How events look to operators.</summary>
internal static class EventWriting
{
    public static void Write(Utf8JsonWriter writer, EventRecord record)
    {
        writer.WriteStartObject();
        writer.WriteNumber("number", record.Number);
        writer.WriteString("type", record.Event.Type);
        writer.WriteString("at", record.Event.At);
        if (record.Event.Plane is { } plane)
            writer.WriteString("plane", plane);
        if (record.Event.Intent is { } intent)
            writer.WriteString("intent", intent);
        if (record.Event.Subject is { } subject)
        {
            writer.WriteString("organization", subject.Organization);
            writer.WriteString("project", subject.Project);
        }

        writer.WriteString("actor", record.Event.Actor);
        if (record.Event.Reason is { } reason)
            writer.WriteString("reason", reason);
        writer.WritePropertyName("data");
        writer.WriteRawValue(record.Event.Data);
        writer.WriteEndObject();
    }

    /// <summary>One event as one line of JSON.</summary>
    public static string Line(EventRecord record)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, record);
        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
