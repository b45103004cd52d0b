using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>A scheduled task says when, in a way Kubernetes understands.</summary>
internal sealed class ScheduleRule : IComponentRule
{
    public void Check(ComponentSpec spec, RuleReport report)
    {
        if (spec.Type != ComponentType.ScheduledTask)
            return;
        if (spec.Schedule is not { } schedule)
        {
            report.Add("spec.schedule", "is required for a scheduledTask");
            return;
        }

        if (CronExpression.Problem(schedule.Cron) is { } problem)
            report.Add("spec.schedule.cron", $"must {problem}");
        if (string.Equals(schedule.TimeZone, "Local", StringComparison.OrdinalIgnoreCase))
            report.Add("spec.schedule.timeZone", "must be a time zone such as Europe/Berlin: what is local differs from cluster to cluster");
    }
}
