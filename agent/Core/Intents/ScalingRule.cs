using System.Globalization;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>An autoscaler has room to move and something to go by; a disruption budget says one thing, and something that can be.</summary>
internal sealed class ScalingRule : IComponentRule
{
    public void Check(ComponentSpec spec, RuleReport report)
    {
        if (!ShapeRule.IsKeptRunning(spec.Type))
            return;
        if (spec.Autoscaling is { } autoscaling)
            CheckAutoscaling(spec, autoscaling, report);
        if (spec.Availability is { } availability)
            CheckAvailability(availability, report);
    }

    private static void CheckAutoscaling(ComponentSpec spec, AutoscalingSpec autoscaling, RuleReport report)
    {
        if (autoscaling.Min > autoscaling.Max)
            report.Add("spec.autoscaling.min", $"must not be above max, which is {autoscaling.Max}");
        if (spec.Replicas != 1)
            report.Add("spec.replicas", "must be left out: autoscaling says how many there are");
        CheckRequests(spec, "cpu", autoscaling.Cpu is not null || autoscaling.Memory is null, report);
        CheckRequests(spec, "memory", autoscaling.Memory is not null, report);
    }

    // Use is counted in shares of what is requested; a limit stands for a request that is left out.
    private static void CheckRequests(ComponentSpec spec, string resource, bool isWatched, RuleReport report)
    {
        if (!isWatched)
            return;
        foreach (var (name, container) in spec.Containers.OrderBy(container => container.Key, StringComparer.Ordinal))
        {
            var isKnown = container.Resources?.Requests.ContainsKey(resource) == true || container.Resources?.Limits.ContainsKey(resource) == true;
            if (!isKnown)
            {
                report.Add($"spec.containers.{name}.resources.requests.{resource}",
                    $"is required: autoscaling by {resource} goes by the share of the request that is in use");
            }
        }
    }

    private static void CheckAvailability(AvailabilitySpec availability, RuleReport report)
    {
        if (availability is { MinAvailable: not null, MaxUnavailable: not null })
            report.Add("spec.availability.maxUnavailable", "must be left out where minAvailable is given: Kubernetes takes one of the two");
        CheckShare(availability.MinAvailable, "spec.availability.minAvailable", report);
        CheckShare(availability.MaxUnavailable, "spec.availability.maxUnavailable", report);
    }

    private static void CheckShare(string? value, string path, RuleReport report)
    {
        const int Whole = 100;
        if (value is [.. var number, '%'] && int.Parse(number, CultureInfo.InvariantCulture) > Whole)
            report.Add(path, "must be at most 100%");
    }
}
