using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Pdp.Standin.Http;

/// <summary>One answer: a status, a media type and a whole body.</summary>
internal sealed record HttpResponse(int Status, string ContentType, byte[] Body)
{
    public static HttpResponse Html(string page) => new(200, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(page));

    /// <summary>A JSON document written by <paramref name="write"/>; no reflection, so that the first answer is as quick as the rest.</summary>
    public static HttpResponse Json(int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer)) write(writer);
        return new HttpResponse(status, "application/json", buffer.WrittenSpan.ToArray());
    }

    public static HttpResponse Error(int status, string detail) => Json(status, writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("status", status);
        writer.WriteString("detail", detail);
        writer.WriteEndObject();
    });

    /// <summary>Head and body in one piece, so that one packet carries a small answer.</summary>
    public byte[] ToBytes(bool keepAlive, bool withBody)
    {
        var head = Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {Status} {Reason(Status)}\r\nContent-Type: {ContentType}\r\nContent-Length: {Body.Length}\r\n" +
            $"Connection: {(keepAlive ? "keep-alive" : "close")}\r\n\r\n");
        return withBody ? [.. head, .. Body] : head;
    }

    private static string Reason(int status) => status switch
    {
        200 => "OK",
        201 => "Created",
        400 => "Bad Request",
        404 => "Not Found",
        405 => "Method Not Allowed",
        413 => "Content Too Large",
        500 => "Internal Server Error",
        431 => "Request Header Fields Too Large",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        _ => "Unspecified",
    };
}
