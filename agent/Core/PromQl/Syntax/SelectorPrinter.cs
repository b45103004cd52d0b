using System.Globalization;
using System.Text;

namespace Pdp.Core.PromQl.Syntax;

/// <summary>Writes selectors.</summary>
internal static class SelectorPrinter
{
    public static void Write(StringBuilder to, Selector selector)
    {
        to.Append(selector.Metric);
        if (selector.Matchers.Count > 0 || selector.Metric is null) to.Append('{').AppendJoin(", ", selector.Matchers.Select(Matcher)).Append('}');
        if (selector.Range is { } range) to.Append('[').Append(PrintedNumber.Duration(range)).Append(']');
        Write(to, selector.At);
    }

    public static void Write(StringBuilder to, Shift shift)
    {
        to.Append(shift.At switch
        {
            AtTime.Timestamp time => $" @ {(double.IsNegative(time.Seconds) ? "-" : "")}{PrintedNumber.Of(Math.Abs(time.Seconds))}",
            AtTime.Start => " @ start()",
            AtTime.End => " @ end()",
            _ => "",
        });
        if (shift.Offset is { } offset) to.Append(CultureInfo.InvariantCulture, $" offset {(offset < 0 ? "-" : "")}{PrintedNumber.Duration(Math.Abs(offset))}");
    }

    private static string Matcher(Matcher matcher)
    {
        var kind = matcher.Kind switch
        {
            MatchKind.Equal => "=",
            MatchKind.NotEqual => "!=",
            MatchKind.Matches => "=~",
            _ => "!~",
        };
        return $"{Quoted.Name(matcher.Name)}{kind}{Quoted.Write(matcher.Value)}";
    }
}
