using System.Globalization;
using System.Text;

namespace Pdp.Core.PromQl.Syntax;

/// <summary>Numbers and durations as text that is read as the same value.</summary>
internal static class PrintedNumber
{
    private static readonly (string Unit, long Milliseconds)[] Units =
        [("y", 31_536_000_000), ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

    public static string Of(double value) => value switch
    {
        double.PositiveInfinity => "Inf",
        _ when double.IsNaN(value) => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    public static string Duration(long milliseconds)
    {
        if (milliseconds == 0) return "0s";
        var text = new StringBuilder();
        foreach (var (unit, size) in Units)
        {
            if (milliseconds < size) continue;
            text.Append(milliseconds / size).Append(unit);
            milliseconds %= size;
        }
        return text.ToString();
    }
}
