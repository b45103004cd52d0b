namespace Pdp.Core.Intents;

/// <summary>When a schedule is due, by the wall clock of wherever it is meant for.</summary>
internal sealed class CronSchedule
{
    private static readonly Dictionary<string, string> Words = new()
    {
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
        ["@monthly"] = "0 0 1 * *",
        ["@weekly"] = "0 0 * * 0",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@hourly"] = "0 * * * *",
    };

    private readonly IReadOnlyList<int> _hours;
    private readonly IReadOnlyList<int> _minutes;
    private readonly HashSet<int> _days;
    private readonly HashSet<int> _months;
    private readonly HashSet<int> _weekdays;
    private readonly bool _anyDay;

    private CronSchedule(IReadOnlyList<string> fields)
    {
        _minutes = CronExpression.Values(0, fields[0]);
        _hours = CronExpression.Values(1, fields[1]);
        _days = [.. CronExpression.Values(2, fields[2])];
        _months = [.. CronExpression.Values(3, fields[3])];
        _weekdays = [.. CronExpression.Values(4, fields[4])];
        _anyDay = IsStar(fields[2]) || IsStar(fields[4]);
    }

    /// <summary>Reads a schedule of which <see cref="CronExpression.Problem"/> says nothing.</summary>
    public static CronSchedule Of(string text) =>
        new((Words.GetValueOrDefault(text) ?? text).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The times of a day it is due at, in order.</summary>
    public IEnumerable<TimeOnly> On(DateOnly day) => !IsDay(day)
        ? []
        : from hour in _hours from minute in _minutes select new TimeOnly(hour, minute);

    // Where both days are narrowed either will do (the manual page of crontab, and github.com/robfig/cron).
    private bool IsDay(DateOnly day)
    {
        if (!_months.Contains(day.Month))
            return false;
        var (ofMonth, ofWeek) = (_days.Contains(day.Day), _weekdays.Contains((int)day.DayOfWeek));
        return _anyDay ? ofMonth && ofWeek : ofMonth || ofWeek;
    }

    private static bool IsStar(string field) => field[0] is '*' or '?';
}
