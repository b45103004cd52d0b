using System.Text.Json;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Schema;

namespace Pdp.Core.Rollout;

/// <summary>Tells news of a rollout from how far it is, which changes with every pod and decides nothing.</summary>
public static class RolloutProgress
{
    private static readonly string[] OfProgress = [Conditions.Applied, Conditions.Healthy, Conditions.Ready];

    /// <summary>Whether two statuses of a rollout that goes on differ in nothing but how far it is.</summary>
    public static bool IsAll(IntentStatus before, IntentStatus after) =>
        before.Phase == IntentPhase.Progressing && after.Phase == IntentPhase.Progressing && before.Reason == after.Reason
        && Text(before).AsSpan().SequenceEqual(Text(after));

    private static byte[] Text(IntentStatus status) =>
        JsonSerializer.SerializeToUtf8Bytes(WithoutProgress(status), IntentJson.Default.IntentStatus);

    private static IntentStatus WithoutProgress(IntentStatus status) => status with
    {
        Message = "",
        Resources = [],
        Endpoints = [],
        Conditions = [.. status.Conditions.Where(condition => !OfProgress.Contains(condition.Type))],
        Rollout = status.Rollout is { } rollout ? rollout with { Desired = 0, Updated = 0, Available = 0 } : null,
    };
}
