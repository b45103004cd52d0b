using Pdp.ControlStub.Documents;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Compile.Sources;

/// <summary>Reads how many pods there are, how many must stay, and where they stand.</summary>
internal static class ScalingReader
{
    /// <summary>The autoscaling; null when there is none, or it is switched off.</summary>
    public static AutoscalingSpec? Autoscaling(DocumentFields fields)
    {
        if (fields.Section("autoscaling") is not { } scaling)
            return null;
        var enabled = scaling.Flag("enabled") ?? true;
        var (min, max) = (scaling.Whole("minReplicas", 1, 1000) ?? 1, scaling.Whole("maxReplicas", 1, 1000));
        var spec = new AutoscalingSpec(min)
        {
            Max = max ?? min,
            Cpu = scaling.Whole("targetCPUUtilizationPercentage", 1, 1000),
            Memory = scaling.Whole("targetMemoryUtilizationPercentage", 1, 1000),
        };
        scaling.Close();
        if (!enabled)
            return null;
        if (!scaling.Has("maxReplicas"))
            scaling.Report.Error(FindingRules.Required, scaling.At("maxReplicas"), "must be given");
        else if (max < min)
            scaling.Report.Error(FindingRules.BadValue, scaling.At("maxReplicas"), "must not be below minReplicas");
        if (fields.Has("replicas"))
            scaling.Report.Note(FindingRules.Defaulted, fields.At("replicas"), "is not used: autoscaling says how many there are");
        return spec;
    }

    /// <summary>The disruption budget; nothing when there is none.</summary>
    public static (string? MinAvailable, string? MaxUnavailable) Budget(DocumentFields fields)
    {
        if (fields.Section("podDisruptionBudget") is not { } budget)
            return (null, null);
        var enabled = budget.Flag("enabled") ?? true;
        var (min, max) = (budget.Scalar("minAvailable"), budget.Scalar("maxUnavailable"));
        budget.Close();
        if (!enabled)
            return (null, null);
        if ((min is null) == (max is null))
            budget.Report.Error(FindingRules.Required, budget.Path, "must have exactly one of minAvailable and maxUnavailable");
        return (min, max);
    }
}
