using System.Text.Json.Nodes;
using Pdp.LocalCluster.Selectors;

namespace Pdp.LocalCluster.Tests.Selectors;

/// <summary>Label selectors, as text and as objects.</summary>
public sealed class LabelSelectorTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("app=web", true)]
    [InlineData("app==web,tier!=db", true)]
    [InlineData("app in (api, web)", true)]
    [InlineData("app notin (web)", false)]
    [InlineData("tier notin (web)", true)]
    [InlineData("app", true)]
    [InlineData("!app", false)]
    [InlineData("size>2", true)]
    [InlineData("size<3", false)]
    [InlineData("app gt 2", false)]
    [InlineData("none=", false)]
    [InlineData("empty=", true)]
    public void Text_selects(string text, bool matches) => Assert.Equal(matches, LabelSelector.Parse(text).Matches(Labels));

    [Theory]
    [InlineData("""{}""", true)]
    [InlineData("""{"matchLabels":{"app":"web"}}""", true)]
    [InlineData("""{"matchLabels":{"app":"web"},"matchExpressions":[{"key":"size","operator":"DoesNotExist"}]}""", false)]
    [InlineData("""{"matchExpressions":[{"key":"app","operator":"In","values":["web"]}]}""", true)]
    [InlineData("""{"matchExpressions":[{"key":"app","operator":"Like","values":["web"]}]}""", false)]
    public void Objects_select(string selector, bool matches) =>
        Assert.Equal(matches, LabelSelector.Of((JsonObject)JsonNode.Parse(selector)!).Matches(Labels));

    [Fact]
    public void No_selector_selects_nothing() => Assert.False(LabelSelector.Of(null).Matches(Labels));

    [Theory]
    [InlineData("a b")]
    [InlineData("a in b")]
    [InlineData("a in (b c)")]
    [InlineData("=a")]
    [InlineData("a,,b")]
    [InlineData("a in (")]
    public void What_is_no_selector_is_a_format_error(string text) => Assert.Throws<FormatException>(() => LabelSelector.Parse(text));

    private static JsonObject Labels => new() { ["app"] = "web", ["size"] = "3", ["empty"] = "" };
}
