using Pdp.Core.Intents;
using Pdp.Core.Policy.Model;

namespace Pdp.Core.Policy;

/// <summary>When the windows of one rule set are open.</summary>
internal sealed class MaintenanceTimes
{
    // Twenty-ninths of February included.
    private const int MostDaysAhead = 8 * 366;

    private readonly IReadOnlyList<Window> _windows;

    public MaintenanceTimes(IReadOnlyList<MaintenanceWindow> windows) => _windows =
    [
        .. windows.Select(window => new Window(
            CronSchedule.Of(window.Cron), TimeSpan.FromMinutes(window.DurationMinutes), TimeZoneInfo.FindSystemTimeZoneById(window.TimeZone))),
    ];

    /// <summary>The earliest moment from a time on at which one is open; null when none ever is.</summary>
    public DateTimeOffset? OpenFrom(DateTimeOffset time) => _windows.Min(window => OpenFrom(window, time));

    private static DateTimeOffset? OpenFrom(Window window, DateTimeOffset time)
    {
        var first = LocalDay(time - window.Duration, window.Zone).AddDays(-1);
        for (var day = 0; day < MostDaysAhead; day++)
        {
            foreach (var start in window.Schedule.On(first.AddDays(day)).Select(clock => At(first.AddDays(day), clock, window.Zone)))
            {
                if (start + window.Duration > time)
                    return start > time ? start : time;
            }
        }

        return null;
    }

    private static DateOnly LocalDay(DateTimeOffset time, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, zone).DateTime);

    // A time the clocks jump over comes as much later as they jump; one that comes twice is its first.
    private static DateTimeOffset At(DateOnly day, TimeOnly clock, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(clock);
        if (zone.IsAmbiguousTime(local))
            return new DateTimeOffset(local, zone.GetAmbiguousTimeOffsets(local).Max()).ToUniversalTime();
        var offset = zone.IsInvalidTime(local) ? zone.GetUtcOffset(local.AddDays(-1)) : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    private sealed record Window(CronSchedule Schedule, TimeSpan Duration, TimeZoneInfo Zone);
}
