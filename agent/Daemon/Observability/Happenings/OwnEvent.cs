using Pdp.PlaneStore.Events;

namespace Pdp.Daemon.Observability.Happenings;

/// <summary>Makes events of the agent's own.</summary>
internal static class OwnEvent
{
    /// <summary>One that is of nobody yet.</summary>
    public static PlaneEvent Of(bool isWarning, string reason, string message, DateTimeOffset now) => new()
    {
        Id = $"agent-{Guid.NewGuid():N}",
        Time = now,
        FirstTime = now,
        Origin = EventOrigin.Agent,
        Type = isWarning ? EventType.Warning : EventType.Normal,
        Reason = reason,
        Message = message,
    };
}
