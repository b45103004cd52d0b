using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Pdp.Testing.Otlp;

/// <summary>A collector in this process: takes traces and metrics by OTLP over HTTP and keeps what came.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedSpan> _spans = new();
    private readonly ConcurrentQueue<string> _metrics = new();
    private readonly ConcurrentQueue<byte[]> _bodies = new();
    private readonly ConcurrentQueue<IReadOnlyDictionary<string, string>> _headers = new();
    private TestServer _server = null!;

    private OtlpReceiver()
    {
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => _server.Address;

    /// <summary>What it answers with.</summary>
    public int Status { get; set; } = 200;

    /// <summary>Answers nothing as long as it is set.</summary>
    public Task Hold { get; set; } = Task.CompletedTask;

    /// <summary>Every span that was taken.</summary>
    public IReadOnlyList<ReceivedSpan> Spans => [.. _spans];

    /// <summary>Names of the metrics that were taken.</summary>
    public IReadOnlySet<string> Metrics => _metrics.ToHashSet();

    /// <summary>The headers of every request, by their names in lower case.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Headers => [.. _headers];

    /// <summary>Everything that was ever sent, byte by byte as Latin-1.</summary>
    public string Everything => string.Join('\n', _bodies.Select(Encoding.Latin1.GetString));

    /// <summary>Starts one.</summary>
    public static async Task<OtlpReceiver> StartAsync(CancellationToken cancellationToken)
    {
        var receiver = new OtlpReceiver();
        receiver._server = await TestServer.StartAsync(receiver.TakeAsync, cancellationToken: cancellationToken);
        return receiver;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        _bodies.Enqueue(body.ToArray());
        _headers.Enqueue(context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()));
        await Hold.WaitAsync(context.RequestAborted);
        context.Response.StatusCode = Status;
        if (Status != 200) return;
        if (context.Request.Path == "/v1/traces") foreach (var span in OtlpMessages.Spans(body.ToArray())) _spans.Enqueue(span);
        else if (context.Request.Path == "/v1/metrics") foreach (var name in OtlpMessages.Metrics(body.ToArray())) _metrics.Enqueue(name);
        else context.Response.StatusCode = 404;
        context.Response.ContentType = "application/x-protobuf";
    }
}
