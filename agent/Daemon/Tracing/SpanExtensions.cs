using System.Diagnostics;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tracing;

/// <summary>What is said on spans.</summary>
internal static class SpanExtensions
{
    /// <summary>Which intent it is about.</summary>
    public static Activity About(this Activity span, string intent, long generation) =>
        span.SetTag(AgentTraces.Intent, intent).SetTag(AgentTraces.Generation, generation);

    /// <summary>Why it failed; without a reason it has not.</summary>
    public static void Reason(this Activity span, FailureReason? reason)
    {
        if (reason is { } why) span.SetTag("pdp.reason", why.ToString()).SetStatus(ActivityStatusCode.Error, why.ToString());
    }
}
