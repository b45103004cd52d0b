using Pdp.Core.Ports;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Audit;

/// <summary>
/// Writes down what was decided about intents nobody signed. They come through no door: what the agent says of them in their status is the
/// decision.
/// </summary>
internal sealed class AuditedLocalIntents(IAuditTrail trail) : IIntentObserver
{
    private const string Accepted = "Accepted";

    /// <inheritdoc/>
    public void Changed(string id, StoredIntent? before, StoredIntent? after)
    {
        if (!LocalIntents.IsLocal(id) || before is null) return;
        if (after is null) Record(before, "Removed", null);
        else if (ConditionOf(after) is { } now && now != ConditionOf(before))
            Record(after, now.IsAccepted ? "Accepted" : "Refused", now.IsAccepted ? null : $"{after.Status.Reason}: {after.Status.Message}");
    }

    // Observers must be quick: the trail keeps the order, and whoever applies what was accepted waits for its own record.
    private void Record(StoredIntent intent, string outcome, string? reason) => _ = trail.RecordAsync(new AuditEvent(AuditTypes.LocalIntent)
    {
        Intent = intent.Id,
        Generation = intent.Status.ObservedGeneration,
        Document = intent.Hash,
        Outcome = outcome,
        Reasons = reason is null ? null : [reason],
    });

    private static (bool IsAccepted, long Generation)? ConditionOf(StoredIntent intent) =>
        intent.Status.Conditions.FirstOrDefault(condition => condition.Type == Accepted) is { } accepted
            ? (accepted.Status == "True", accepted.ObservedGeneration)
            : null;
}
