using System.Diagnostics.Metrics;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile;

/// <summary>Measures the work on intents.</summary>
internal sealed class ReconcileMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Pdp.Daemon.Reconcile";

    private readonly Histogram<double> _passes;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _phases;
    private readonly Counter<long> _repairs;
    private readonly Counter<long> _contests;

    public ReconcileMetrics(IMeterFactory meters, ReconcileQueue queue)
    {
        var meter = meters.Create(MeterName);
        _passes = meter.CreateHistogram<double>("pdp.agent.reconcile.duration", "s", "Time of one pass over one intent.");
        _failures = meter.CreateCounter<long>(
            "pdp.agent.reconcile.failures", "{pass}", "Passes that did not get where they should, by reason.");
        _phases = meter.CreateCounter<long>(
            "pdp.agent.intent.phase.changes", "{change}", "Changes of an intent's phase, by new phase and reason.");
        _repairs = meter.CreateCounter<long>(
            "pdp.agent.drift.repairs", "{object}", "Objects put back after somebody changed or deleted them, by kind.");
        _contests = meter.CreateCounter<long>(
            "pdp.agent.drift.contests", "{field}", "Fields somebody else writes against the agent again and again, when noticed, by kind.");
        meter.CreateObservableGauge("pdp.agent.reconcile.waiting", () => queue.Waiting, "{intent}", "Intents waiting for a worker.");
        meter.CreateObservableGauge("pdp.agent.reconcile.running", () => queue.Running, "{intent}", "Intents being worked on.");
    }

    /// <summary>A pass ended.</summary>
    public void Passed(TimeSpan took, FailureReason? failure)
    {
        _passes.Record(took.TotalSeconds);
        if (failure is { } reason) _failures.Add(1, new KeyValuePair<string, object?>("reason", reason));
    }

    /// <summary>An intent is in another phase.</summary>
    public void PhaseChanged(IntentPhase phase, FailureReason? reason) =>
        _phases.Add(
            1, new KeyValuePair<string, object?>("phase", phase), new KeyValuePair<string, object?>("reason", reason?.ToString() ?? ""));

    /// <summary>An object was put back.</summary>
    public void Repaired(string kind) => _repairs.Add(1, new KeyValuePair<string, object?>("kind", kind));

    /// <summary>Somebody writes against the agent.</summary>
    public void Contested(string kind) => _contests.Add(1, new KeyValuePair<string, object?>("kind", kind));
}
