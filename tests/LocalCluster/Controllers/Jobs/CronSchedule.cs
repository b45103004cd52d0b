namespace Pdp.LocalCluster.Controllers.Jobs;

/// <summary>
/// A schedule in cron's five fields (minute, hour, day of month, month, day of week) or one of its names such as <c>@hourly</c>, read
/// in a time zone. When both day fields are narrowed, either one is enough, as in cron.
/// </summary>
internal sealed class CronSchedule
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    // No valid schedule skips more than the eight years around a century's missing leap day.
    private const int SearchYears = 9;

    private readonly CronField _minute;
    private readonly CronField _hour;
    private readonly CronField _day;
    private readonly CronField _month;
    private readonly CronField _weekday;
    private readonly TimeZoneInfo _zone;

    private CronSchedule(string[] fields, TimeZoneInfo zone)
    {
        _minute = CronField.Parse(fields[0], 0, 59);
        _hour = CronField.Parse(fields[1], 0, 23);
        _day = CronField.Parse(fields[2], 1, 31);
        _month = CronField.Parse(fields[3], 1, 12, Months);
        _weekday = CronField.Parse(fields[4], 0, 6, Days);
        _zone = zone;
    }

    /// <summary>Reads a schedule; <paramref name="zone"/> is a name of the time zone database, UTC when null.</summary>
    /// <exception cref="FormatException">Not a schedule, or no such zone; the message says which part.</exception>
    public static CronSchedule Parse(string text, string? zone = null)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone ?? "UTC", out var found)) throw new FormatException($"unknown time zone {zone}");
        var plain = text.Trim() switch
        {
            "@yearly" or "@annually" => "0 0 1 1 *",
            "@monthly" => "0 0 1 * *",
            "@weekly" => "0 0 * * 0",
            "@daily" or "@midnight" => "0 0 * * *",
            "@hourly" => "0 * * * *",
            var given => given,
        };
        var fields = plain.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 5) throw new FormatException($"expected exactly 5 fields, found {fields.Length}: [{string.Join(' ', fields)}]");
        return new CronSchedule(fields, found);
    }

    /// <summary>The first moment after <paramref name="after"/>; null where the schedule never comes (the 31st of February).</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        var local = TimeZoneInfo.ConvertTime(after, _zone).DateTime;
        var moment = new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0, DateTimeKind.Unspecified).AddMinutes(1);
        var end = moment.AddYears(SearchYears);
        while (moment < end)
        {
            if (!_month.Contains(moment.Month)) moment = new DateTime(moment.Year, moment.Month, 1, 0, 0, 0, DateTimeKind.Unspecified).AddMonths(1);
            else if (!IsDay(moment)) moment = moment.Date.AddDays(1);
            else if (!_hour.Contains(moment.Hour)) moment = moment.Date.AddHours(moment.Hour + 1);
            // A time the clocks jump over does not exist, and is not made up.
            else if (!_minute.Contains(moment.Minute) || _zone.IsInvalidTime(moment)) moment = moment.AddMinutes(1);
            else if (new DateTimeOffset(moment, _zone.GetUtcOffset(moment)).ToUniversalTime() is var found && found > after) return found;
            else moment = moment.AddMinutes(1);
        }

        return null;
    }

    private bool IsDay(DateTime moment)
    {
        var (day, weekday) = (_day.Contains(moment.Day), _weekday.Contains((int)moment.DayOfWeek));
        return _day.IsStar || _weekday.IsStar ? day && weekday : day || weekday;
    }
}
