using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Pdp.Testing.Otlp;

/// <summary>A collector in this process: takes traces and metrics by OTLP over HTTP or gRPC and keeps what came.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private const string Grpc = "application/grpc";
    private const int PrefixBytes = 5;

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

    /// <summary>Starts one; gRPC without TLS needs a listener for HTTP/2 alone.</summary>
    public static async Task<OtlpReceiver> StartAsync(CancellationToken cancellationToken, TestServerOptions? options = null)
    {
        var receiver = new OtlpReceiver();
        receiver._server = await TestServer.StartAsync(receiver.TakeAsync, options, cancellationToken);
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
        if (context.Request.ContentType == Grpc) await AnswerGrpcAsync(context, body.ToArray());
        else Answer(context, body.ToArray());
    }

    private void Answer(HttpContext context, byte[] body)
    {
        context.Response.StatusCode = Status;
        if (Status != 200) return;
        if (!TryKeep(context.Request.Path, body)) context.Response.StatusCode = 404;
        context.Response.ContentType = "application/x-protobuf";
    }

    // One message: whether it is compressed, its length, itself; its outcome stands in the trailers (grpc.io, "gRPC over HTTP2").
    private async Task AnswerGrpcAsync(HttpContext context, byte[] body)
    {
        var isTaken = Status == 200 && body is [0, ..] && TryKeep(context.Request.Path, body.AsMemory(PrefixBytes));
        context.Response.ContentType = Grpc;
        if (isTaken) await context.Response.Body.WriteAsync(new byte[PrefixBytes], context.RequestAborted);
        context.Response.AppendTrailer("grpc-status", isTaken ? "0" : "3");
    }

    private bool TryKeep(PathString path, ReadOnlyMemory<byte> message)
    {
        switch (path.Value)
        {
            case "/v1/traces" or "/opentelemetry.proto.collector.trace.v1.TraceService/Export":
                foreach (var span in OtlpMessages.Spans(message)) _spans.Enqueue(span);
                return true;
            case "/v1/metrics" or "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export":
                foreach (var name in OtlpMessages.Metrics(message)) _metrics.Enqueue(name);
                return true;
            default:
                return false;
        }
    }
}
