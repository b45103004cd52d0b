using System.Globalization;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Analysis;

/// <summary>
/// Judges an analysis by its measurements. A measurement that told nothing is never one that held: it is made up for by another, and too many of them
/// fail the analysis.
/// </summary>
public static class AnalysisJudge
{
    /// <summary>When an analysis is to be measured next; null when it has been measured enough.</summary>
    /// <param name="analysis">The analysis.</param>
    /// <param name="rollout">The rollout, in a step whose pods are healthy.</param>
    public static DateTimeOffset? NextAt(AnalysisSpec analysis, RolloutStatus rollout) => Of(analysis, rollout) switch
    {
        null => rollout.ReadySince?.AddSeconds(analysis.InitialDelaySeconds),
        { } status when IsOver(analysis, status) => null,
        { } status => status.MeasuredAt.AddSeconds(analysis.IntervalSeconds),
    };

    /// <summary>The verdict after what was measured now, if anything was.</summary>
    /// <param name="analysis">The analysis.</param>
    /// <param name="rollout">The rollout, with what was measured before.</param>
    /// <param name="measurements">What was measured now.</param>
    /// <param name="now">Now, UTC.</param>
    public static AnalysisVerdict Judge(
        AnalysisSpec analysis, RolloutStatus rollout, IReadOnlyList<Measurement> measurements, DateTimeOffset now)
    {
        var before = Of(analysis, rollout);
        var status = measurements.FirstOrDefault(m => m.Name == analysis.Name) is { } measured ? Count(analysis, before, measured, now) : before;
        if (status is null)
            return new AnalysisVerdict(AnalysisState.Open, null, $"analysis {analysis.Name} begins", NextAt(analysis, rollout));
        var message = Say(analysis, status);
        if (status.Failed > analysis.FailureLimit || status.Inconclusive > analysis.InconclusiveLimit)
            return new AnalysisVerdict(AnalysisState.Failed, status, message);
        return IsOver(analysis, status)
            ? new AnalysisVerdict(AnalysisState.Passed, status, message)
            : new AnalysisVerdict(AnalysisState.Open, status, message, status.MeasuredAt.AddSeconds(analysis.IntervalSeconds));
    }

    private static bool IsOver(AnalysisSpec analysis, AnalysisStatus status) => status.Held + status.Failed >= analysis.Count
        || status.Failed > analysis.FailureLimit || status.Inconclusive > analysis.InconclusiveLimit;

    private static AnalysisStatus? Of(AnalysisSpec analysis, RolloutStatus rollout) =>
        rollout.Analysis.FirstOrDefault(status => status.Name == analysis.Name);

    private static AnalysisStatus Count(AnalysisSpec analysis, AnalysisStatus? before, Measurement measured, DateTimeOffset now)
    {
        var status = (before ?? new AnalysisStatus(analysis.Name, 0, 0, 0, now)) with { MeasuredAt = now, Value = measured.Value, Message = measured.Message };
        return measured.Value is not { } value || !double.IsFinite(value) ? status with { Inconclusive = status.Inconclusive + 1, Value = null }
            : value < analysis.Min || value > analysis.Max ? status with { Failed = status.Failed + 1 }
            : status with { Held = status.Held + 1 };
    }

    private static string Say(AnalysisSpec analysis, AnalysisStatus status)
    {
        var last = status.Value is { } value
            ? string.Create(CultureInfo.InvariantCulture, $"measured {value:0.######}, {Limits(analysis)}")
            : $"told nothing ({(status.Message.Length > 0 ? status.Message : "it is no number")})";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"analysis {analysis.Name} {last}: {status.Held} held, {status.Failed} failed, {status.Inconclusive} inconclusive of {analysis.Count}");
    }

    private static string Limits(AnalysisSpec analysis) => analysis switch
    {
        { Min: { } min, Max: { } max } => string.Create(CultureInfo.InvariantCulture, $"has to be {min:0.######} to {max:0.######}"),
        { Min: { } min } => string.Create(CultureInfo.InvariantCulture, $"has to be at least {min:0.######}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"has to be at most {analysis.Max:0.######}"),
    };
}
