using System.Globalization;

namespace Pdp.Core.Intents;

/// <summary>
/// What a CronJob takes for a schedule: five fields or a word (https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/,
/// "Schedule syntax", and the grammar of github.com/robfig/cron, which Kubernetes reads it with).
/// </summary>
internal static class CronExpression
{
    private static readonly HashSet<string> Words = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];

    private static readonly IReadOnlyList<Field> Fields =
    [
        new("minute", 0, 59, []),
        new("hour", 0, 23, []),
        new("day of month", 1, 31, []),
        new("month", 1, 12, ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]),
        new("day of week", 0, 6, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
    ];

    /// <summary>What is wrong with a schedule, to complete "must …"; null when nothing is.</summary>
    public static string? Problem(string text)
    {
        if (text.StartsWith('@'))
            return Words.Contains(text) ? null : $"be five fields or one of {string.Join(", ", Words.Order(StringComparer.Ordinal))}";
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != Fields.Count)
            return $"have the five fields minute, hour, day of month, month and day of week, had {parts.Length}";
        for (var i = 0; i < parts.Length; i++)
        {
            if (!parts[i].Split(',').All(Fields[i].Holds))
                return $"have {Fields[i].Least}..{Fields[i].Most}, '*', ranges, lists or steps of them as its {Fields[i].Name}";
        }

        return null;
    }

    /// <summary>The values of one field of a schedule of which <see cref="Problem"/> says nothing, in order.</summary>
    /// <param name="field">Which, from 0.</param>
    /// <param name="text">What it says.</param>
    public static IReadOnlyList<int> Values(int field, string text) => [.. text.Split(',').SelectMany(Fields[field].Values).Distinct().Order()];

    /// <param name="Name">What it says.</param>
    /// <param name="Least">Smallest value.</param>
    /// <param name="Most">Largest value.</param>
    /// <param name="Names">Names of the values from the smallest on, if they have any.</param>
    private sealed record Field(string Name, int Least, int Most, IReadOnlyList<string> Names)
    {
        // "*", "5", "1-5", each with "/step" behind it; "5/15" goes on to the end.
        public bool Holds(string item) => TryRead(item, out _, out _, out _);

        public IEnumerable<int> Values(string item)
        {
            TryRead(item, out var from, out var to, out var step);
            for (var value = from; value <= to; value += step)
                yield return value;
        }

        private bool TryRead(string item, out int from, out int to, out int step)
        {
            var (range, width) = item.Split('/') is [var r, var s] ? (r, s) : (item, "1");
            (from, to) = (Least, Most);
            if (!TryNumber(width, out step) || step < 1)
                return false;
            if (range is "*" or "?")
                return true;
            var parts = range.Split('-');
            if (parts.Length > 2 || !TryValue(parts[0], out from) || !TryValue(parts[^1], out to) || from < Least || to > Most || from > to)
                return false;
            if (parts.Length == 1 && range.Length != item.Length)
                to = Most;
            return true;
        }

        private bool TryValue(string text, out int value)
        {
            var named = Names.ToList().IndexOf(text.ToLowerInvariant());
            value = named + Least;
            return named >= 0 || TryNumber(text, out value);
        }

        private static bool TryNumber(string text, out int value) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
