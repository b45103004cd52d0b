using System.Text.Json;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Events;

/// <summary>A page of events as JSON.</summary>
internal sealed class EventPageResult(EventPage page) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(httpContext.Response.BodyWriter);
        writer.WriteStartObject();
        writer.WriteStartArray("items");
        foreach (var item in page.Items)
            EventWriting.Write(writer, item);
        writer.WriteEndArray();
        writer.WriteNumber("oldest", page.Oldest);
        writer.WriteNumber("newest", page.Newest);
        writer.WriteNumber("next", page.Next);
        writer.WriteEndObject();
    }
}
