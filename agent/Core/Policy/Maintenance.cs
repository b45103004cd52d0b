using Pdp.Core.Policy.Model;

namespace Pdp.Core.Policy;

/// <summary>When something new may be rolled out in a place: while every rule set that has windows has one open.</summary>
public sealed class Maintenance
{
    // Windows of two rule sets that never meet are looked for this often and no more.
    private const int Tries = 200;

    private readonly IReadOnlyList<MaintenanceTimes> _times;

    private Maintenance(IReadOnlyList<MaintenanceTimes> times) => _times = times;

    /// <summary>What some rule sets say together.</summary>
    public static Maintenance Of(IReadOnlyList<PolicyRules> ruleSets) =>
        new([.. ruleSets.Select(rules => rules.Maintenance.Windows).OfType<IReadOnlyList<MaintenanceWindow>>().Distinct().Select(windows => new MaintenanceTimes(windows))]);

    /// <summary>The earliest moment from now on at which something new may be rolled out, UTC; null when none is known.</summary>
    /// <param name="now">Now, UTC.</param>
    public DateTimeOffset? OpensAt(DateTimeOffset now)
    {
        var at = now;
        for (var i = 0; i < Tries; i++)
        {
            var latest = at;
            foreach (var times in _times)
            {
                if (times.OpenFrom(at) is not { } open)
                    return null;
                latest = open > latest ? open : latest;
            }

            if (latest == at)
                return at;
            at = latest;
        }

        return null;
    }
}
