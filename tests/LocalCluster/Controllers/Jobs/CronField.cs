using System.Collections;
using System.Globalization;

namespace Pdp.LocalCluster.Controllers.Jobs;

/// <summary>One field of a cron schedule: a list of values, ranges and steps, as a set of numbers.</summary>
internal sealed class CronField
{
    private readonly BitArray _values;

    private CronField(BitArray values, bool isStar) => (_values, IsStar) = (values, isStar);

    /// <summary>Written <c>*</c> or <c>?</c>, possibly with a step: it does not narrow the other day field.</summary>
    public bool IsStar { get; }

    public bool Contains(int value) => _values[value];

    /// <summary>Reads a field whose values lie within <paramref name="least"/> and <paramref name="most"/>; names count from the least.</summary>
    /// <exception cref="FormatException">Not a field of that range.</exception>
    public static CronField Parse(string text, int least, int most, params ReadOnlySpan<string> names)
    {
        var values = new BitArray(most + 2);
        var star = false;
        foreach (var part in text.Split(','))
        {
            var (range, step, stepped) = SplitStep(part);
            var (from, to) = (least, most);
            if (range is "*" or "?") star = true;
            else
            {
                var dash = range.IndexOf('-', StringComparison.Ordinal);
                from = Value(dash < 0 ? range : range[..dash], least, names);
                // A single value with a step runs to the end of the range.
                to = dash >= 0 ? Value(range[(dash + 1)..], least, names) : stepped ? most : from;
            }

            if (from < least) throw new FormatException($"beginning of range ({from}) below minimum ({least}): {part}");
            if (to > most) throw new FormatException($"end of range ({to}) above maximum ({most}): {part}");
            if (from > to) throw new FormatException($"beginning of range ({from}) beyond end of range ({to}): {part}");
            for (var value = from; value <= to; value += step) values[value] = true;
        }

        return new CronField(values, star);
    }

    private static (string Range, int Step, bool Stepped) SplitStep(string part)
    {
        var slash = part.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return (part, 1, false);
        var step = Number(part[(slash + 1)..]);
        return step > 0 ? (part[..slash], step, true) : throw new FormatException($"step of range should be a positive number: {part}");
    }

    private static int Value(string text, int least, ReadOnlySpan<string> names)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i].Equals(text, StringComparison.OrdinalIgnoreCase)) return least + i;
        }

        return Number(text);
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException($"failed to parse int from {text}");
}
