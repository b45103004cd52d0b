using Pdp.Daemon.Observability.Samples;
using Pdp.Observability.Prometheus;
using Pdp.PlaneStore;

namespace Pdp.Daemon.Hosting.Options;

/// <summary>What is collected of the data plane besides log lines, and where more can be asked.</summary>
internal sealed record PlaneOptions
{
    // Runs of tasks are few and small.
    private const long RunBytes = 64L << 20;
    private const long LeastBytes = 1L << 20;

    /// <summary>How containers are sampled.</summary>
    public SamplingOptions Sampling { get; init; } = new();

    /// <summary>Disk for samples, bytes.</summary>
    public long MetricBytes { get; init; } = 1L << 30;

    /// <summary>How long samples are kept.</summary>
    public TimeSpan MetricAge { get; init; } = TimeSpan.FromDays(14);

    /// <summary>Disk for events, bytes.</summary>
    public long EventBytes { get; init; } = 256L << 20;

    /// <summary>How long events and runs of tasks are kept.</summary>
    public TimeSpan EventAge { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The customer's Prometheus.</summary>
    public PrometheusClientOptions Prometheus { get; init; } = new();

    /// <summary>How the stores are kept.</summary>
    /// <param name="directory">Where everything collected is.</param>
    public PlaneStoresOptions Stores(string directory) => new(
        new PlaneStoreOptions { Directory = Path.Combine(directory, "metrics"), MaxBytes = MetricBytes, MaxAge = MetricAge },
        new PlaneStoreOptions { Directory = Path.Combine(directory, "events"), MaxBytes = EventBytes, MaxAge = EventAge },
        new PlaneStoreOptions { Directory = Path.Combine(directory, "runs"), MaxBytes = RunBytes, MaxAge = EventAge },
        new PlaneStoreOptions { Directory = Path.Combine(directory, "requests"), MaxBytes = Math.Max(LeastBytes, MetricBytes / 4), MaxAge = MetricAge });
}
