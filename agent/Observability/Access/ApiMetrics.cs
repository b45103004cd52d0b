using System.Diagnostics.Metrics;
using Pdp.Protocol.Tokens;

namespace Pdp.Observability.Access;

/// <summary>Measures the API. Labels are closed lists: nothing of the caller's becomes one.</summary>
public sealed class ApiMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Pdp.Observability.Api";

    private readonly Counter<long> _requests;
    private readonly Counter<long> _tokensRefused;
    private readonly Histogram<double> _duration;
    private int _streams;

    /// <param name="meters">The process'.</param>
    public ApiMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _requests = meter.CreateCounter<long>("pdp.api.requests", "{request}", "Requests to the observability API by route and outcome.");
        _tokensRefused = meter.CreateCounter<long>("pdp.api.tokens.refused", "{token}", "Tokens that were worth nothing, by reason.");
        _duration = meter.CreateHistogram<double>("pdp.api.duration", "s", "How long requests took by route, streams not counted.");
        meter.CreateObservableGauge("pdp.api.streams", () => Volatile.Read(ref _streams), "{stream}", "Streams that are open.");
    }

    /// <summary>Streams that are open.</summary>
    public int Streams => Volatile.Read(ref _streams);

    internal void Answered(string route, int status, bool streamed, TimeSpan took)
    {
        _requests.Add(1, new KeyValuePair<string, object?>("route", route), new KeyValuePair<string, object?>("outcome", Outcome(status)));
        if (!streamed) _duration.Record(took.TotalSeconds, new KeyValuePair<string, object?>("route", route));
    }

    internal void TokenRefused(TokenRefusal reason) => _tokensRefused.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));

    internal IDisposable StreamOpened()
    {
        Interlocked.Increment(ref _streams);
        return new OpenStream(this);
    }

    private static string Outcome(int status) => status switch
    {
        < 400 => "Answered",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "NotFound",
        429 => "Limited",
        499 => "Left",
        < 500 => "Refused",
        503 => "Unavailable",
        _ => "Failed",
    };

    private sealed class OpenStream(ApiMetrics metrics) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref metrics._streams);
    }
}
