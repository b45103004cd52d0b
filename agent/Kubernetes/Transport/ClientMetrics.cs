using System.Diagnostics.Metrics;
using Pdp.Kubernetes.Errors;

namespace Pdp.Kubernetes.Transport;

/// <summary>What the client counts, under the meter <see cref="MeterName"/>. Labels are few and never name an object.</summary>
public static class ClientMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Pdp.Kubernetes";

    private static readonly Meter _meter = new(MeterName);

    private static readonly Histogram<double> _duration = _meter.CreateHistogram<double>(
        "kubernetes.client.request.duration", "s", "Time until the head of the answer, by method and HTTP status; status 0 had no answer.");

    private static readonly Counter<long> _retries = _meter.CreateCounter<long>(
        "kubernetes.client.request.retries", "{request}", "Requests sent once more, by method and HTTP status.");

    private static readonly Counter<long> _watchStarts = _meter.CreateCounter<long>(
        "kubernetes.client.watch.starts", "{watch}", "Watches opened, by kind and cause: list, resume.");

    internal static void Answered(HttpMethod method, int status, TimeSpan took) =>
        _duration.Record(took.TotalSeconds, new("method", method.Method), new("status", status));

    internal static void Retried(HttpMethod method, KubernetesStatus status) =>
        _retries.Add(1, new("method", method.Method), new("status", status.Code));

    internal static void WatchStarted(GroupVersionKind kind, string cause) =>
        _watchStarts.Add(1, new("kind", kind.Kind), new("cause", cause));
}
