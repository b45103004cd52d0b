using System.Buffers;
using System.Text.Json;
using Pdp.LocalCluster.Http;

namespace Pdp.LocalCluster.Audit;

/// <summary>
/// A record of every request that was answered, one line each, in the form of a real API server's audit log (<c>audit.k8s.io/v1</c>, level
/// Metadata). A watch is recorded when it ends.
/// </summary>
internal sealed class AuditLog : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly FileStream _file;
    private bool _closed;

    /// <summary>Appends to the file.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public AuditLog(string path, TimeProvider time)
    {
        _time = time;
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
    }

    /// <summary>Records a request.</summary>
    /// <param name="http">The request and what it was answered.</param>
    /// <param name="user">Who asked; null where that was not known.</param>
    /// <param name="received">When it came.</param>
    public void Write(HttpContext http, string? user, DateTimeOffset received)
    {
        var line = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("kind", "Event");
            json.WriteString("apiVersion", "audit.k8s.io/v1");
            json.WriteString("level", "Metadata");
            json.WriteString("stage", "ResponseComplete");
            json.WriteString("requestURI", http.Request.Path + http.Request.QueryString.Value);
            json.WriteString("verb", Verb(http.Request));
            json.WriteStartObject("user");
            json.WriteString("username", user ?? "system:anonymous");
            json.WriteEndObject();
            json.WriteString("userAgent", http.Request.Headers.UserAgent.ToString());
            json.WriteStartObject("responseStatus");
            json.WriteNumber("code", http.Response.StatusCode);
            json.WriteEndObject();
            json.WriteString("requestReceivedTimestamp", received);
            json.WriteString("stageTimestamp", _time.GetUtcNow());
            json.WriteEndObject();
        }

        line.Write("\n"u8);
        lock (_lock)
        {
            if (_closed)
                return;
            _file.Write(line.WrittenSpan);
            _file.Flush();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _file.Dispose();
        }
    }

    private static string Verb(HttpRequest request)
    {
        var watch = request.Query["watch"] is [.., "1" or "true" or ""];
        return RequestTarget.Parse(request.Path.Value ?? "/") is { } target && ResourceHandler.Verb(request.Method, target, watch) is { } verb
            ? verb
            : request.Method.ToLowerInvariant();
    }
}
