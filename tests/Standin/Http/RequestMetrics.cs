using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Pdp.Standin.Http;

/// <summary>
/// Counts the requests of a server and tells them under <c>/metrics</c> in Prometheus' text format, as client libraries do: <c>http_requests_total</c> by
/// status code, and the histogram <c>http_request_duration_seconds</c>. Probes and readers of the metrics are no requests anybody waits for, and are not counted.
/// </summary>
internal sealed class RequestMetrics(TimeProvider time)
{
    private const string Type = "text/plain; version=0.0.4; charset=utf-8";
    private static readonly double[] Bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private static readonly string[] Aside = ["/metrics", "/health", "/healthz", "/ready", "/_healthz"];

    private readonly ConcurrentDictionary<int, long> _codes = new();
    private readonly long[] _buckets = new long[Bounds.Length + 1];
    private readonly Lock _lock = new();
    private double _seconds;

    /// <summary>The same answers, counted.</summary>
    public Func<HttpRequest, CancellationToken, ValueTask<HttpResponse>> Count(Func<HttpRequest, CancellationToken, ValueTask<HttpResponse>> answer) =>
        async (request, cancellationToken) =>
        {
            if (request.Path == "/metrics") return new HttpResponse(200, Type, Encoding.UTF8.GetBytes(Text()));
            if (Aside.Contains(request.Path)) return await answer(request, cancellationToken);
            var start = time.GetTimestamp();
            var response = await answer(request, cancellationToken);
            Note(response.Status, time.GetElapsedTime(start).TotalSeconds);
            return response;
        };

    private void Note(int status, double seconds)
    {
        lock (_lock)
        {
            _codes.AddOrUpdate(status, 1, static (_, count) => count + 1);
            _buckets[Array.FindIndex(Bounds, bound => seconds <= bound) is >= 0 and var at ? at : Bounds.Length]++;
            _seconds += seconds;
        }
    }

    private string Text()
    {
        lock (_lock)
        {
            var text = new StringBuilder("# HELP http_requests_total Requests that were answered.\n# TYPE http_requests_total counter\n");
            foreach (var (code, count) in _codes.OrderBy(code => code.Key)) Line(text, $"http_requests_total{{code=\"{code}\"}}", count);
            text.Append("# HELP http_request_duration_seconds How long they took.\n# TYPE http_request_duration_seconds histogram\n");
            var total = 0L;
            foreach (var (i, bound) in Bounds.Index())
                Line(text, string.Create(CultureInfo.InvariantCulture, $"http_request_duration_seconds_bucket{{le=\"{bound}\"}}"), total += _buckets[i]);
            total += _buckets[^1];
            Line(text, "http_request_duration_seconds_bucket{le=\"+Inf\"}", total);
            Line(text, "http_request_duration_seconds_sum", _seconds);
            Line(text, "http_request_duration_seconds_count", total);
            return text.ToString();
        }
    }

    private static void Line(StringBuilder text, string name, double value) => text.Append(CultureInfo.InvariantCulture, $"{name} {value}\n");
}
