using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Node.Probes;

/// <summary>A probe of a container: what to ask, and how patiently.</summary>
internal sealed record Probe(JsonObject Action, TimeSpan InitialDelay, TimeSpan Period, TimeSpan Timeout, int SuccessThreshold, int FailureThreshold, TimeSpan? Grace)
{
    /// <summary>The probe under that name (<c>readinessProbe</c>…), or null where the container has none.</summary>
    public static Probe? Of(JsonObject container, string name)
    {
        if (container.Object(name) is not { } probe) return null;
        return new Probe(
            probe,
            Seconds(probe.Int("initialDelaySeconds") ?? 0),
            Seconds(Math.Max(1, probe.Int("periodSeconds") ?? 10)),
            Seconds(Math.Max(1, probe.Int("timeoutSeconds") ?? 1)),
            Math.Max(1, probe.Int("successThreshold") ?? 1),
            Math.Max(1, probe.Int("failureThreshold") ?? 3),
            probe.Int("terminationGracePeriodSeconds") is { } grace ? Seconds(grace) : null);
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
