using Pdp.Core.PromQl;
using Pdp.Core.PromQl.Syntax;

namespace Pdp.Core.Tests.PromQl;

public sealed class PromQlParserTests
{
    [Theory]
    [InlineData("up", "up")]
    [InlineData(" up # a comment\n{ job = 'a' , } ", "up{job=\"a\"}")]
    [InlineData("{__name__=~\"a.*\"}", "{__name__=~\"a.*\"}")]
    [InlineData("{\"metric.name\", \"label.name\"=\"x\"}", "{__name__=\"metric.name\", \"label.name\"=\"x\"}")]
    [InlineData("sum", "{__name__=\"sum\"}")]
    [InlineData("job:up:rate5m[5m]", "job:up:rate5m[5m]")]
    [InlineData("up[1h30m] @ 1.5 offset -5m", "up[1h30m] @ 1.5 offset -5m")]
    [InlineData("up offset 5m @ end()", "up @ end() offset 5m")]
    [InlineData("rate(x[300])", "rate(x[5m])")]
    [InlineData("max_over_time(rate(x[5m])[1h:1m])", "max_over_time(rate(x[5m])[1h:1m])")]
    [InlineData("x[1h:]", "x[1h:]")]
    [InlineData("SUM(x) BY (a, by,)", "sum by (a, by) (x)")]
    [InlineData("sum without() (x)", "sum without () (x)")]
    [InlineData("topk(5, x)", "topk(5, x)")]
    [InlineData("a + on (x) group_left (y) b", "a + on (x) group_left (y) b")]
    [InlineData("a * ignoring(x) group_right b", "a * ignoring (x) group_right () b")]
    [InlineData("a == bool 1", "a == bool 1")]
    [InlineData("a and b or c unless d", "a and b or c unless d")]
    [InlineData("0x1F + 010 + 1e3 + .5 + Inf + nan + 1m", "31 + 8 + 1000 + 0.5 + Inf + NaN + 60")]
    [InlineData("08", "8")]
    [InlineData("\"\\x41\\101\\u00e4\\U0001F680\\xc3\\xa4\"", "\"AAä🚀ä\"")]
    [InlineData("`raw \\n \"x\"`", "\"raw \\\\n \\\"x\\\"\"")]
    [InlineData("'it\\'s'", "\"it's\"")]
    public void Every_part_of_the_language_is_read(string text, string printed) => Assert.Equal(printed, PromQlParser.Parse(text).ToString());

    [Theory]
    [InlineData("a + b * c", "a + (b * c)")]
    [InlineData("a - b - c", "(a - b) - c")]
    [InlineData("2 ^ 3 ^ 2", "2 ^ (3 ^ 2)")]
    [InlineData("-a ^ b", "-(a ^ b)")]
    [InlineData("-a * b", "(-a) * b")]
    [InlineData("2 ^ -a * b", "(2 ^ (-a)) * b")]
    [InlineData("a or b and c", "a or (b and c)")]
    [InlineData("a < b + c", "a < (b + c)")]
    [InlineData("a * b[5m:]", "a * (b[5m:])")]
    [InlineData("a % b atan2 c", "(a % b) atan2 c")]
    public void Operators_bind_as_they_do_there(string text, string meaning) =>
        Assert.Equal(Bare(PromQlParser.Parse(meaning)), Bare(PromQlParser.Parse(text)));

    [Theory]
    [InlineData("")]
    [InlineData("up{")]
    [InlineData("up{a}")]
    [InlineData("up{a=b}")]
    [InlineData("up{a:b=\"x\"}")]
    [InlineData("up up")]
    [InlineData("(up")]
    [InlineData("up)")]
    [InlineData("up + ")]
    [InlineData("up[5m")]
    [InlineData("up[0s]")]
    [InlineData("up[5x]")]
    [InlineData("(up)[5m]")]
    [InlineData("up offset 5m [5m]")]
    [InlineData("up offset 5m offset 5m")]
    [InlineData("(up) offset 5m")]
    [InlineData("up @ Inf")]
    [InlineData("nosuch(up)")]
    [InlineData("info(up)")]
    [InlineData("rate(up[5m],)")]
    [InlineData("sum(a, b)")]
    [InlineData("a and on (x) group_left b")]
    [InlineData("a + bool b")]
    [InlineData("\"open")]
    [InlineData("\"new\nline\"")]
    [InlineData("\"\\q\"")]
    [InlineData("\"\\xff\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("up; up")]
    [InlineData("up{a=\"x\"}}")]
    public void What_is_no_expression_is_refused(string text) => Assert.Throws<PromQlException>(() => PromQlParser.Parse(text));

    [Fact]
    public void An_expression_too_long_or_too_deep_is_refused()
    {
        Assert.Throws<PromQlException>(() => PromQlParser.Parse(new string(' ', PromQlParser.MaxLength) + "a"));
        Assert.Throws<PromQlException>(() => PromQlParser.Parse(new string('(', 5000) + "a" + new string(')', 5000)));
        Assert.Throws<PromQlException>(() => PromQlParser.Parse(new string('-', 5000) + "a"));
    }

    [Fact]
    public void A_refusal_says_where_and_not_what()
    {
        var refused = Assert.Throws<PromQlException>(() => PromQlParser.Parse("up{secret!}"));

        Assert.Equal(9, refused.At);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_selector_alone_is_one() =>
        Assert.All(["up[5m]", "up offset 1m", "sum(up)", "1"], text => Assert.Throws<PromQlException>(() => PromQlParser.ParseSelector(text)));

    private static Expression Bare(Expression expression) => expression switch
    {
        Parentheses inner => Bare(inner.Inner),
        Unary unary => unary with { Operand = Bare(unary.Operand) },
        Binary binary => binary with { Left = Bare(binary.Left), Right = Bare(binary.Right) },
        Subquery subquery => subquery with { Inner = Bare(subquery.Inner) },
        _ => expression,
    };
}
