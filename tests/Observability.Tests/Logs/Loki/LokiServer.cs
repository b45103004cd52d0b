using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Pdp.Testing;

namespace Pdp.Observability.Tests.Logs.Loki;

/// <summary>Speaks as much of Loki's API as is asked of it: <c>query_range</c> with selectors and case-insensitive line filters, <c>tail</c>, and <c>push</c>.</summary>
internal sealed partial class LokiServer : IAsyncDisposable
{
    private readonly List<(IReadOnlyDictionary<string, string> Labels, long Time, string Line)> _lines = [];
    private readonly ConcurrentDictionary<WebSocket, string> _tails = new();
    private TestServer _server = null!;

    private LokiServer()
    {
    }

    public Uri Address => _server.Address;

    /// <summary>Every request, with its headers.</summary>
    public ConcurrentQueue<(string Path, IHeaderDictionary Headers)> Requests { get; } = new();

    /// <summary>What it answers every query with; null to answer it.</summary>
    public (int Status, string Body)? Fault { get; set; }

    /// <summary>Most lines of an answer.</summary>
    public int MaxLines { get; init; } = 5000;

    /// <summary>What it answers the next pushes with, one after the other, before it takes any.</summary>
    public ConcurrentQueue<(int Status, string? RetryAfter)> PushFaults { get; } = new();

    /// <summary>Lines that were written before are ignored, and a push that has some is answered 400; nanoseconds.</summary>
    public long Oldest { get; set; }

    /// <summary>Tails that are open.</summary>
    public int Tails => _tails.Count;

    public static async Task<LokiServer> StartAsync()
    {
        var loki = new LokiServer();
        loki._server = await TestServer.StartAsync(
            loki.AnswerAsync, new TestServerOptions { Pipeline = application => application.UseWebSockets() }, TestContext.Current.CancellationToken);
        return loki;
    }

    /// <summary>Takes a line in, at a time in nanoseconds.</summary>
    public async Task AddAsync(long time, string line, string organization = "acme", string component = "web", string pod = "web-1")
    {
        var labels = new Dictionary<string, string>
        {
            ["organization"] = organization,
            ["project"] = "shop",
            ["environment"] = "dev",
            ["component"] = component,
            ["pod"] = pod,
            ["container"] = "main",
        };
        lock (_lines) _lines.Add((labels, time, line));
        // One that was cut stands there until its request has ended.
        foreach (var (socket, query) in _tails.Where(tail => tail.Key.State == WebSocketState.Open && Matches(tail.Value, labels, line)))
            await SendAsync(socket, new JsonObject { ["streams"] = Streams([(labels, time, line)]) });
    }

    /// <summary>Tells every tail that lines were left out, or ends it.</summary>
    public async Task TellAsync(int dropped)
    {
        foreach (var socket in _tails.Keys)
            await SendAsync(socket, new JsonObject { ["streams"] = null, ["dropped_entries"] = new JsonArray([.. Enumerable.Range(0, dropped).Select(_ => new JsonObject())]) });
    }

    /// <summary>Cuts every tail.</summary>
    public void Cut()
    {
        foreach (var socket in _tails.Keys) socket.Abort();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Requests.Enqueue((context.Request.Path, new HeaderDictionary(context.Request.Headers.ToDictionary())));
        var query = context.Request.Query;
        if (context.WebSockets.IsWebSocketRequest)
        {
            await TailAsync(context, query["query"]!, long.Parse(query["start"]!, CultureInfo.InvariantCulture));
            return;
        }
        if (context.Request.Path == "/loki/api/v1/push")
        {
            await PushAsync(context);
            return;
        }
        if (Fault is var (status, body))
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(body, context.RequestAborted);
            return;
        }
        var (start, end) = (long.Parse(query["start"]!, CultureInfo.InvariantCulture), long.Parse(query["end"]!, CultureInfo.InvariantCulture));
        var limit = Math.Min(MaxLines, int.Parse(query["limit"]!, CultureInfo.InvariantCulture));
        await context.Response.WriteAsync(
            new JsonObject { ["status"] = "success", ["data"] = new JsonObject { ["resultType"] = "streams", ["result"] = Streams(Find(query["query"]!, start, end, limit, query["direction"] == "backward")) } }.ToJsonString(),
            context.RequestAborted);
    }

    /// <summary>What it holds.</summary>
    public IReadOnlyList<(IReadOnlyDictionary<string, string> Labels, long Time, string Line)> Lines
    {
        get { lock (_lines) return [.. _lines]; }
    }

    // As its distributors do: what is good of a push that is refused is kept, and the same line of the same stream and moment is one.
    private async Task PushAsync(HttpContext context)
    {
        if (PushFaults.TryDequeue(out var fault))
        {
            context.Response.StatusCode = fault.Status;
            if (fault.RetryAfter is { } after) context.Response.Headers.RetryAfter = after;
            await context.Response.WriteAsync("canary", context.RequestAborted);
            return;
        }
        using var unpacked = new MemoryStream();
        await using (var gzip = new GZipStream(context.Request.Body, CompressionMode.Decompress)) await gzip.CopyToAsync(unpacked, context.RequestAborted);
        unpacked.Position = 0;
        var (ignored, all) = (0, 0);
        foreach (var stream in (await JsonNode.ParseAsync(unpacked, cancellationToken: context.RequestAborted))!["streams"]!.AsArray())
        {
            var labels = stream!["stream"]!.AsObject().ToDictionary(label => label.Key, label => (string)label.Value!);
            foreach (var value in stream["values"]!.AsArray())
            {
                var (time, line) = (long.Parse((string)value![0]!, CultureInfo.InvariantCulture), (string)value[1]!);
                all++;
                if (time < Oldest) ignored++;
                else Take(labels, time, line);
            }
        }
        context.Response.StatusCode = ignored == 0 ? 204 : 400;
        if (ignored > 0) await context.Response.WriteAsync($"entry too far behind, total ignored: {ignored} out of {all} for stream", context.RequestAborted);
    }

    private void Take(Dictionary<string, string> labels, long time, string line)
    {
        lock (_lines)
        {
            if (!_lines.Exists(known => known.Time == time && known.Line == line && known.Labels.OrderBy(label => label.Key).SequenceEqual(labels.OrderBy(label => label.Key))))
                _lines.Add((labels, time, line));
        }
    }

    private List<(IReadOnlyDictionary<string, string> Labels, long Time, string Line)> Find(string query, long start, long end, int limit, bool backward)
    {
        lock (_lines)
        {
            var found = _lines.Where(line => line.Time >= start && line.Time < end && Matches(query, line.Labels, line.Line));
            return [.. (backward ? found.Reverse().OrderByDescending(line => line.Time) : found.OrderBy(line => line.Time)).Take(limit)];
        }
    }

    private async Task TailAsync(HttpContext context, string query, long start)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        foreach (var line in Find(query, start, long.MaxValue, MaxLines, backward: false)) await SendAsync(socket, new JsonObject { ["streams"] = Streams([line]) });
        _tails[socket] = query;
        try
        {
            await socket.ReceiveAsync(new byte[16], context.RequestAborted);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // As a reader leaves.
        }
        _tails.TryRemove(socket, out _);
    }

    private static Task SendAsync(WebSocket socket, JsonObject message) =>
        socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);

    private static JsonArray Streams(IEnumerable<(IReadOnlyDictionary<string, string> Labels, long Time, string Line)> lines) =>
    [
        .. lines.GroupBy(line => line.Labels["pod"] + line.Labels["organization"] + line.Labels["component"]).Select(stream => new JsonObject
        {
            ["stream"] = new JsonObject(stream.First().Labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))),
            ["values"] = new JsonArray([.. stream.Select(line => (JsonNode)new JsonArray(line.Time.ToString(CultureInfo.InvariantCulture), line.Line))]),
        }),
    ];

    private static bool Matches(string query, IReadOnlyDictionary<string, string> labels, string line)
    {
        var selector = query[..(query.IndexOf('}', StringComparison.Ordinal) + 1)];
        return Matcher().Matches(selector).All(m => m.Groups["op"].Value == "="
                ? labels.GetValueOrDefault(m.Groups["label"].Value) == m.Groups["value"].Value
                : Regex.IsMatch(labels.GetValueOrDefault(m.Groups["label"].Value, ""), $"^(?:{m.Groups["value"].Value.Replace("\\\\", "\\", StringComparison.Ordinal)})$", RegexOptions.None, TimeSpan.FromSeconds(1)))
            && Filter().Matches(query).All(f => Regex.IsMatch(line, f.Groups["pattern"].Value, RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [GeneratedRegex("(?<label>[a-z_]+)(?<op>=~?)\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Matcher();

    [GeneratedRegex("\\|~ \"(?<pattern>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Filter();
}
