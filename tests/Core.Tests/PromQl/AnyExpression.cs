using Pdp.Core.PromQl.Syntax;

namespace Pdp.Core.Tests.PromQl;

/// <summary>Expressions of every kind, with names, strings and numbers at the edges.</summary>
internal sealed class AnyExpression(Random random)
{
    private static readonly string[] Texts = ["", "a", "a\"b", "back\\slash", "new\nline", "tab\t", "nul\0", "\u007f", "ä日🚀", ".*", "'", "`", "$1", "{}", "#no", "x\"} or up{\""];
    private static readonly string[] Labels = ["job", "le", "by", "offset", "_x", "__name__", "namespace", "with.dot", "mit ä", "1st", "bool"];
    private static readonly string[] Metrics = ["up", "http_requests_total", "a:b:c", "_x", "rate", "start_time"];
    private static readonly double[] Numbers = [0, 1, 0.5, 1e300, 5e-324, 123456789, double.PositiveInfinity, double.NaN, 1e21];

    public Expression Make(int depth = 4) => (depth == 0 ? random.Next(3) : random.Next(9)) switch
    {
        0 => new NumberLiteral(One(Numbers)),
        1 => new StringLiteral(One(Texts)),
        2 => Selector(),
        3 => new Parentheses(Make(depth - 1)),
        4 => new Unary(random.Next(2) == 0, Closed(depth)),
        5 => Binary(depth),
        6 => new Call(One(["rate", "label_replace", "time", "histogram_quantile", "vector"]), Several(0, 5, () => Make(depth - 1))),
        7 => Aggregation(depth),
        _ => new Subquery(Closed(depth), Duration(), random.Next(2) == 0 ? null : Duration(), Shift()),
    };

    public Selector Selector() => new(
        random.Next(3) == 0 ? null : One(Metrics), Several(0, 3, () => new Matcher(One(Labels), (MatchKind)random.Next(4), One(Texts))),
        random.Next(2) == 0 ? null : Duration(), Shift());

    // What an operator or a bracket can stand beside without the tree becoming another.
    private Expression Closed(int depth) => random.Next(2) == 0 ? Selector() : new Parentheses(Make(depth - 1));

    private Binary Binary(int depth)
    {
        var one = One([.. BinaryOperator.All]);
        var group = one.IsSet || random.Next(2) == 0 ? (MatchGroup?)null : (MatchGroup)random.Next(2);
        var matching = random.Next(2) == 0
            ? null
            : new Matching(random.Next(2) == 0, Several(0, 3, () => One(Labels)), group, group is null ? new Sequence<string>() : Several(0, 2, () => One(Labels)));
        return new Binary(one, one.IsComparison && random.Next(2) == 0, matching, Closed(depth), Closed(depth));
    }

    private Aggregation Aggregation(int depth)
    {
        var parameter = random.Next(2) == 0;
        return new Aggregation(
            parameter ? One(["topk", "quantile", "count_values", "limitk"]) : One(["sum", "avg", "group", "stddev"]),
            parameter ? Make(depth - 1) : null,
            random.Next(2) == 0 ? null : new Grouping(random.Next(2) == 0, Several(0, 3, () => One(Labels))),
            Make(depth - 1));
    }

    private Shift Shift() => new(
        random.Next(3) == 0 ? (random.Next(2) == 0 ? -1 : 1) * Duration() : null,
        random.Next(6) switch
        {
            0 => new AtTime.Start(),
            1 => new AtTime.End(),
            2 => new AtTime.Timestamp(random.Next(-5, 2_000_000_000) + 0.25),
            _ => null,
        });

    private long Duration() => One([1L, 999, 1000, 60_000, 3_600_000, 90_061_001, 31_536_000_000, 604_800_000]);

    private Sequence<T> Several<T>(int least, int most, Func<T> make) => new([.. Enumerable.Range(0, random.Next(least, most + 1)).Select(_ => make())]);

    private T One<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];
}
