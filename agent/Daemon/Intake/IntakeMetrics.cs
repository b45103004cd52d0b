using System.Diagnostics.Metrics;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Intake;

/// <summary>Counts what comes in at the door.</summary>
internal sealed class IntakeMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Pdp.Daemon.Intake";

    private readonly Counter<long> _answers;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _unavailable;

    public IntakeMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _answers = meter.CreateCounter<long>("pdp.agent.intake.answers", "{answer}", "Intents and removals answered, by outcome.");
        _refusals = meter.CreateCounter<long>(
            "pdp.agent.intake.refusal.reasons", "{reason}", "Reasons of refusals; a refusal can have several.");
        _unavailable = meter.CreateCounter<long>(
            "pdp.agent.intake.unavailable", "{attempt}", "Intents not decided because the cluster could not be written.");
    }

    /// <summary>One was answered.</summary>
    public void Answered(AckOutcome outcome, IReadOnlyList<RefusalReason> reasons)
    {
        _answers.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        foreach (var reason in reasons.Select(r => r.Reason).Distinct())
            _refusals.Add(1, new KeyValuePair<string, object?>("reason", reason));
    }

    /// <summary>One could not be decided.</summary>
    public void Unavailable() => _unavailable.Add(1);
}
