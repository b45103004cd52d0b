using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Routing;

/// <summary>Tells from an intent's status and its endpoints whether it can be called.</summary>
public static class StandingOf
{
    /// <summary>The standing of a version.</summary>
    /// <param name="status">Status of its intent.</param>
    /// <param name="isLeaving">Whether it is to be undeployed, suspended or removed.</param>
    /// <param name="hasReadyEndpoints">Whether proxies have somewhere to send its requests.</param>
    public static Standing Version(IntentStatus status, bool isLeaving, bool hasReadyEndpoints)
    {
        if (isLeaving || status.Phase is IntentPhase.Undeployed or IntentPhase.Removing or IntentPhase.Suspended)
            return Standing.Leaving;
        if (status.RunningGeneration == 0 || !hasReadyEndpoints)
            return Standing.Down;
        if (status.Conditions.Any(condition => condition is { Type: "Healthy", Status: "True" }))
            return Standing.Healthy;
        return status.Phase == IntentPhase.Degraded ? Standing.Ailing : Standing.Serving;
    }

    /// <summary>Whether some EndpointSlices of a Service have a ready endpoint. A condition that is missing counts as ready, as the API has it.</summary>
    public static bool HasReady(IEnumerable<JsonObject> slices, string service) => slices
        .Where(slice => ManifestObject.Label(slice, "kubernetes.io/service-name") == service)
        .SelectMany(slice => slice.Objects("endpoints"))
        .Any(endpoint => endpoint.At("conditions", "ready") is not JsonValue ready || !ready.TryGetValue<bool>(out var isReady) || isReady);
}
