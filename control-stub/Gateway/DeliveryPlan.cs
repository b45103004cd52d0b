using Pdp.ControlStub.Store;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Gateway;

/// <summary>What a comparison of both sides comes to. Pure.</summary>
/// <param name="Owed">Ids the agent must be sent, in order.</param>
/// <param name="Ahead">Intents of which the plane holds a newer generation than this control plane, as after a restored backup.</param>
/// <param name="Foreign">How many intents the plane holds that this control plane knows nothing of. They are left alone.</param>
internal sealed record DeliveryPlan(IReadOnlyList<string> Owed, IReadOnlyList<AheadIntent> Ahead, int Foreign)
{
    /// <summary>The digest an agent has when it holds all that it should.</summary>
    public static string Digest(IEnumerable<IntentHead> heads) => IntentDigest.Of(heads.Where(h => !h.Removed).Select(h => h.Stamp));

    /// <summary>What is owed to an agent whose digest is the same: only removals it has not reported as done.</summary>
    public static DeliveryPlan WhenSame(IEnumerable<IntentHead> heads) =>
        new([.. heads.Where(h => h is { Removed: true, Gone: false } && !IsRefused(h)).Select(h => h.Stamp.Id)], [], 0);

    /// <summary>What is owed to an agent that holds what it listed.</summary>
    public static DeliveryPlan Compare(IReadOnlyList<IntentHead> heads, IReadOnlyList<IntentStamp> held)
    {
        var byId = held.ToDictionary(s => s.Id);
        var owed = new List<string>();
        var ahead = new List<AheadIntent>();
        foreach (var head in heads)
        {
            var there = byId.GetValueOrDefault(head.Stamp.Id);
            byId.Remove(head.Stamp.Id);
            if (there is not null && there.Generation > head.Stamp.Generation)
                ahead.Add(new AheadIntent(head.Stamp, there.Generation));
            else if (IsOwed(head, there))
                owed.Add(head.Stamp.Id);
        }

        return new DeliveryPlan(owed, ahead, byId.Count);
    }

    /// <summary>Whether an intent that changed must be sent, whatever the agent holds.</summary>
    public static bool IsOwed(IntentRecord intent, AckRecord? ack) =>
        ack is null || ack.Generation != intent.Generation || ack.Outcome is not AckOutcome.Refused;

    private static bool IsOwed(IntentHead head, IntentStamp? there) =>
        !IsRefused(head) && (head.Removed ? !head.Gone || there is not null : there != head.Stamp);

    // A refusal is final for its generation: sending it again would only be refused again.
    private static bool IsRefused(IntentHead head) => head.AckGeneration == head.Stamp.Generation && head.AckOutcome == AckOutcome.Refused;
}

/// <summary>An intent of which the plane holds a newer generation.</summary>
/// <param name="Stamp">What is stored here.</param>
/// <param name="Held">The generation the plane holds.</param>
internal sealed record AheadIntent(IntentStamp Stamp, long Held);
