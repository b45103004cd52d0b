using Pdp.Protocol.Intents;

namespace Pdp.Core.Health;

/// <summary>Verdicts, in the words the rules use.</summary>
internal static class Verdict
{
    // A controller's message may be pages long; a status carries many of them.
    private const int LongestMessage = 300;

    public static ObjectHealth Healthy { get; } = new(HealthState.Healthy);

    public static ObjectHealth Progressing(string message, FailureReason? reason = null) =>
        new(HealthState.Progressing, reason, Short(message));

    public static ObjectHealth Degraded(FailureReason reason, string message) => new(HealthState.Degraded, reason, Short(message));

    public static ObjectHealth Suspended(string message) => new(HealthState.Suspended, null, Short(message));

    /// <summary>As much of a message as a status carries.</summary>
    public static string Short(string message) => message.Length <= LongestMessage ? message : message[..LongestMessage] + "…";
}
