using System.Diagnostics.Metrics;

namespace Pdp.Daemon.Policy;

/// <summary>Tells whether the policy is what its file says.</summary>
internal sealed class PolicyMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Pdp.Daemon.Policy";

    private readonly Counter<long> _reads;

    public PolicyMetrics(IMeterFactory meters, CurrentPolicy current)
    {
        var meter = meters.Create(MeterName);
        _reads = meter.CreateCounter<long>("pdp.agent.policy.reads", "{read}", "Policies read anew after their file changed, by outcome.");
        meter.CreateObservableGauge(
            "pdp.agent.policy.stale", () => current.Trouble is null ? 0 : 1, null, "1 while the policy's file is wrong and an older one holds.");
    }

    /// <summary>A changed file was read.</summary>
    public void Read(bool isGood) => _reads.Add(1, new KeyValuePair<string, object?>("outcome", isGood ? "good" : "wrong"));
}
