namespace Pdp.Daemon.Observability.Samples;

/// <summary>How what containers use is sampled.</summary>
internal sealed record SamplingOptions
{
    /// <summary>Time from sample to sample, 10 s..10 min. Default 30 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(30);
}
