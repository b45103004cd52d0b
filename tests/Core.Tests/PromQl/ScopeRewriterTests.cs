using Pdp.Core.PromQl;

namespace Pdp.Core.Tests.PromQl;

public sealed class ScopeRewriterTests
{
    /// <summary>Ways out that were tried: each selector has the matcher all the same.</summary>
    [Theory]
    [InlineData("up", "up{ns=\"shop\"}")]
    [InlineData("{}", "{ns=\"shop\"}")]
    [InlineData("up{ns=\"bank\"}", "up{ns=\"bank\", ns=\"shop\"}")]
    [InlineData("up{ns=~\".*\"}", "up{ns=~\".*\", ns=\"shop\"}")]
    [InlineData("up{ns!=\"shop\"}", "up{ns!=\"shop\", ns=\"shop\"}")]
    [InlineData("up{\"ns\"=\"bank\"}", "up{ns=\"bank\", ns=\"shop\"}")]
    [InlineData("{__name__=~\".+\"}", "{__name__=~\".+\", ns=\"shop\"}")]
    [InlineData("up or {__name__=\"up\"}", "up{ns=\"shop\"} or {__name__=\"up\", ns=\"shop\"}")]
    [InlineData("label_replace(up, \"ns\", \"bank\", \"\", \"\") == on (ns) group_right () up", "label_replace(up{ns=\"shop\"}, \"ns\", \"bank\", \"\", \"\") == on (ns) group_right () up{ns=\"shop\"}")]
    [InlineData("max_over_time(up[1h:1m]) unless up[5m:]", "max_over_time(up{ns=\"shop\"}[1h:1m]) unless up{ns=\"shop\"}[5m:]")]
    [InlineData("topk(scalar(count(secret)), up)", "topk(scalar(count(secret{ns=\"shop\"})), up{ns=\"shop\"})")]
    [InlineData("up # {ns=\"shop\"}\n", "up{ns=\"shop\"}")]
    [InlineData("up{a=\"x\\\"} or up{\"}", "up{a=\"x\\\"} or up{\", ns=\"shop\"}")]
    [InlineData("sum", "{__name__=\"sum\", ns=\"shop\"}")]
    public void No_selector_gets_out(string query, string sent) =>
        Assert.Equal(sent, ScopeRewriter.Enforce(PromQlParser.Parse(query), [new EnforcedLabel("ns", "shop")]).ToString());

    [Fact]
    public void Several_values_are_meant_as_they_stand() =>
        Assert.Equal("up{ns=~\"a\\\\.b|c\\\\|d|ä\"}", ScopeRewriter.Enforce(PromQlParser.Parse("up"), [new EnforcedLabel("ns", "a.b", "c|d", "ä")]).ToString());

    [Fact]
    public void A_scope_that_is_none_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new EnforcedLabel("ns"));
        Assert.Throws<ArgumentException>(() => new EnforcedLabel("ns", ""));
        Assert.Throws<ArgumentException>(() => new EnforcedLabel("ns", "a", ""));
        Assert.Throws<ArgumentException>(() => new EnforcedLabel("__name__", "a"));
        Assert.Throws<ArgumentException>(() => new EnforcedLabel("n s", "a"));
        Assert.Throws<ArgumentException>(() => ScopeRewriter.Enforce(PromQlParser.Parse("up"), []));
    }
}
