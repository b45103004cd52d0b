using FsCheck;
using FsCheck.Fluent;
using Pdp.Core.PromQl;
using Pdp.Core.PromQl.Syntax;

namespace Pdp.Core.Tests.PromQl;

public sealed class PromQlPropertyTests
{
    private const string Signs = "(){}[]\"'`\\,@+-*/^=!~<>#: ax0.\nä\0";

    private static readonly EnforcedLabel[] _scope = [new("namespace", "shop"), new("environment", "dev", "te.st")];

    private static readonly Config _many = Config.QuickThrowOnFailure.WithMaxTest(2000);

    private static readonly Arbitrary<int> _seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    [Fact]
    public void What_is_written_is_read_as_the_same() => Prop.ForAll(_seeds, seed =>
    {
        var tree = new AnyExpression(new Random(seed)).Make();

        Assert.Equal(tree, PromQlParser.Parse(tree.ToString()));
    }).Check(_many);

    /// <summary>Counted in the text that goes to the server, read anew.</summary>
    [Fact]
    public void Every_selector_of_a_rewritten_query_is_within_the_scope() => Prop.ForAll(_seeds, seed =>
    {
        var tree = new AnyExpression(new Random(seed)).Make();
        var sent = PromQlParser.Parse(ScopeRewriter.Enforce(tree, _scope).ToString());

        var (before, after) = (SelectorsOf(tree).ToList(), SelectorsOf(sent).ToList());
        Assert.Equal(before.Count, after.Count);
        Assert.All(before.Zip(after), pair => Assert.Equal([.. pair.First.Matchers, .. _scope.Select(label => label.Matcher)], pair.Second.Matchers));
    }).Check(_many);

    /// <summary>Damaged text is read or refused; nothing else happens, and what is read is still held to the scope.</summary>
    [Fact]
    public void Damage_leads_nowhere() => Prop.ForAll(_seeds, seed =>
    {
        var random = new Random(seed);
        var text = new AnyExpression(random).Make().ToString().ToCharArray();
        for (var i = random.Next(1, 4); i > 0; i--) text[random.Next(text.Length)] = Signs[random.Next(Signs.Length)];
        try
        {
            var sent = PromQlParser.Parse(ScopeRewriter.Enforce(PromQlParser.Parse(new string(text)), _scope).ToString());
            Assert.All(SelectorsOf(sent), selector => Assert.Contains(_scope[0].Matcher, selector.Matchers));
        }
        catch (PromQlException)
        {
        }
    }).Check(_many);

    private static IEnumerable<Selector> SelectorsOf(Expression expression) => expression switch
    {
        Selector selector => [selector],
        Subquery subquery => SelectorsOf(subquery.Inner),
        Parentheses inner => SelectorsOf(inner.Inner),
        Unary unary => SelectorsOf(unary.Operand),
        Binary binary => [.. SelectorsOf(binary.Left), .. SelectorsOf(binary.Right)],
        Call call => call.Arguments.SelectMany(SelectorsOf),
        Aggregation aggregation => [.. aggregation.Parameter is { } parameter ? SelectorsOf(parameter) : [], .. SelectorsOf(aggregation.Operand)],
        _ => [],
    };
}
