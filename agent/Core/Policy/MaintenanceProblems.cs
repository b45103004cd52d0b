using Pdp.Core.Intents;
using Pdp.Core.Policy.Model;

namespace Pdp.Core.Policy;

/// <summary>Finds maintenance windows that never open, or not when somebody believes.</summary>
internal static class MaintenanceProblems
{
    /// <summary>What is wrong with the windows of a rule set, each with its path.</summary>
    public static IEnumerable<string> In(PolicyRules rules, string path)
    {
        var windows = rules.Maintenance.Windows ?? [];
        for (var i = 0; i < windows.Count; i++)
        {
            var at = $"{path}.maintenance.windows[{i}]";
            var problem = CronExpression.Problem(windows[i].Cron);
            if (problem is not null)
                yield return $"{at}.cron: must {problem}";
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(windows[i].TimeZone, out _))
                yield return $"{at}.timeZone: must be a time zone this machine knows, such as Europe/Berlin";
            else if (problem is null && new MaintenanceTimes([windows[i]]).OpenFrom(DateTimeOffset.UnixEpoch) is null)
                yield return $"{at}.cron: must be due some day, as 30 February is not";
        }
    }
}
