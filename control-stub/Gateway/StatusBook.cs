using Pdp.ControlStub.Events;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Gateway;

/// <summary>
/// What is worth telling of the statuses one agent reports: a phase, a reason or a running generation that changed, and repairs.
/// Progress in between is kept as the newest status only. Not safe for several threads.
/// </summary>
internal sealed class StatusBook(string plane)
{
    private readonly Dictionary<string, Line> _lines = [];

    /// <summary>Whether anything is known of an intent yet.</summary>
    public bool Knows(string id) => _lines.ContainsKey(id);

    /// <summary>Notes what was known before this session.</summary>
    public void Remember(string id, IntentStatus? status) => _lines[id] = Line.Of(status);

    /// <summary>
    /// Whether a report is the first to say that the plane holds no such intent, or not as it was sent. Asked before it is noted; of a
    /// removed intent it is no loss.
    /// </summary>
    public bool TellsOfLoss(IntentStatusReport report) =>
        report.Status is not { } status || (status.Reason is { } reason && reason.IsAboutTrust() && _lines.GetValueOrDefault(report.Id)?.Reason != reason);

    /// <summary>Notes a report.</summary>
    /// <param name="report">What the plane says.</param>
    /// <param name="isLost">Whether it tells of a loss.</param>
    /// <param name="at">When it came, UTC.</param>
    /// <returns>The events that it makes.</returns>
    public IEnumerable<NewEvent> Note(IntentStatusReport report, bool isLost, DateTimeOffset at)
    {
        var before = _lines.GetValueOrDefault(report.Id, Line.Of(null));
        var after = Line.Of(report.Status);
        _lines[report.Id] = after;
        if (report.Status is not { } status)
        {
            if (before.Phase is not null)
                yield return isLost ? Happenings.Lost(plane, report.Id, at) : Happenings.Forgotten(plane, report.Id, at);
            yield break;
        }

        // The newest repairs come first; those that were told already are not told again.
        foreach (var drift in status.Drift.Where(d => d.RepairedAt > before.LastRepair).Reverse())
            yield return Happenings.DriftRepaired(plane, report.Id, drift, at);
        if (before with { LastRepair = after.LastRepair } != after)
            yield return Happenings.StatusChanged(plane, report.Id, status, at);
    }

    private sealed record Line(IntentPhase? Phase, FailureReason? Reason, long Observed, long Running, DateTimeOffset LastRepair)
    {
        public static Line Of(IntentStatus? status) => new(
            status?.Phase,
            status?.Reason,
            status?.ObservedGeneration ?? 0,
            status?.RunningGeneration ?? 0,
            status?.Drift.Select(d => d.RepairedAt).DefaultIfEmpty().Max() ?? default);
    }
}
