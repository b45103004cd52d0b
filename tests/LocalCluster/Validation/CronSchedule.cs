using System.Globalization;

namespace Pdp.LocalCluster.Validation;

/// <summary>Whether text is a cron schedule; when it fires is the CronJob controller's affair.</summary>
internal static class CronSchedule
{
    private static readonly (string Name, int From, int To)[] Fields =
        [("minute", 0, 59), ("hour", 0, 23), ("day of month", 1, 31), ("month", 1, 12), ("day of week", 0, 7)];

    private static readonly string[] Macros = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    public static string? Check(string schedule)
    {
        if (schedule.Contains("TZ", StringComparison.Ordinal))
            return "cannot use TZ or CRON_TZ in schedule, use timeZone field instead";
        if (schedule.StartsWith('@'))
            return Macros.Contains(schedule, StringComparer.OrdinalIgnoreCase) || schedule.StartsWith("@every ", StringComparison.Ordinal)
                ? null
                : "unrecognized descriptor";
        var parts = schedule.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != Fields.Length)
            return $"expected exactly 5 fields, found {parts.Length}: [{string.Join(' ', parts)}]";
        for (var i = 0; i < parts.Length; i++)
        {
            if (!parts[i].Split(',').All(p => IsRange(p, i)))
                return $"failed to parse the {Fields[i].Name} field";
        }
        return null;
    }

    private static bool IsRange(string part, int field)
    {
        var step = part.Split('/');
        if (step.Length > 2
            || (step.Length == 2 && !(int.TryParse(step[1], NumberStyles.None, CultureInfo.InvariantCulture, out var every) && every > 0)))
            return false;
        if (step[0] is "*" or "?")
            return true;
        var ends = step[0].Split('-');
        return ends.Length <= 2 && Number(ends[0], field) is { } low
            && (ends.Length == 1 || (Number(ends[1], field) is { } high && low <= high));
    }

    private static int? Number(string text, int field)
    {
        var (_, from, to) = Fields[field];
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number >= from && number <= to ? number : null;
        var names = field == 3 ? Months : field == 4 ? Days : [];
        var index = System.Array.IndexOf(names, text.ToLowerInvariant());
        return index < 0 ? null : index + from;
    }
}
