using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Pdp.Story.Load;

namespace Pdp.Story.Staging;

/// <summary>
/// Plays the customer's Prometheus: answers instant queries from what a load got. <c>failed_share</c> is the share of requests that failed,
/// <c>answers_share:RELEASE</c> that of answers a release gave; it has no other series.
/// </summary>
public sealed class LoadPrometheus : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;
    private volatile LoadGenerator? _load;
    private int _queries;

    /// <summary>Listens on a free port of this machine.</summary>
    public LoadPrometheus()
    {
        Url = new Uri($"http://127.0.0.1:{FreePort.Take()}/");
        _listener.Prefixes.Add(Url.AbsoluteUri);
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Where it is.</summary>
    public Uri Url { get; }

    /// <summary>How often it was asked.</summary>
    public int Queries => _queries;

    /// <summary>The load that is asked about from here on; null for none.</summary>
    public void Watch(LoadGenerator? load) => _load = load;

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                Interlocked.Increment(ref _queries);
                var body = System.Text.Encoding.UTF8.GetBytes(Answer(context.Request.QueryString["query"] ?? "").ToJsonString());
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(body);
                context.Response.Close();
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // The play is over.
        }
    }

    private JsonObject Answer(string query)
    {
        var samples = new JsonArray();
        if (_load?.Snapshot() is { Requests: > 0 } report && Value(query, report) is { } value)
        {
            samples.Add(new JsonObject { ["metric"] = new JsonObject(), ["value"] = new JsonArray(0, value.ToString("R", CultureInfo.InvariantCulture)) });
        }

        return new JsonObject { ["status"] = "success", ["data"] = new JsonObject { ["resultType"] = "vector", ["result"] = samples } };
    }

    private static double? Value(string query, LoadReport report) => query.Split(':') switch
    {
        ["failed_share"] => report.Failures / (double)report.Requests,
        ["answers_share", var release] => report.Versions.GetValueOrDefault(release) / (double)report.Requests,
        _ => null,
    };
}
