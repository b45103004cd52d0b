using Pdp.Core.Images;
using Pdp.Core.Images.Versions;

namespace Pdp.Core.Tests.Images;

public sealed class VersionRangeTests
{
    [Theory]
    [InlineData("1.2.3", "1.2.3", true)]
    [InlineData("=1.2.3", "v1.2.3", true)]
    [InlineData("1.2.3", "1.2.4", false)]
    [InlineData("^1.2.3", "1.9.0", true)]
    [InlineData("^1.2.3", "1.2.2", false)]
    [InlineData("^1.2.3", "2.0.0", false)]
    [InlineData("^0.2.3", "0.2.9", true)]
    [InlineData("^0.2.3", "0.3.0", false)]
    [InlineData("^0.0.3", "0.0.4", false)]
    [InlineData("^0", "0.9.9", true)]
    [InlineData("^1", "1.0.0", true)]
    [InlineData("~1.2.3", "1.2.9", true)]
    [InlineData("~1.2.3", "1.3.0", false)]
    [InlineData("~1", "1.9.9", true)]
    [InlineData("~1", "2.0.0", false)]
    [InlineData("1.x", "1.7.3", true)]
    [InlineData("1.2.*", "1.3.0", false)]
    [InlineData("1", "1.0.0", true)]
    [InlineData("*", "9.9.9", true)]
    [InlineData(">=1.2.0 <2", "1.9.9", true)]
    [InlineData(">= 1.2.0, < 2", "2.0.0", false)]
    [InlineData(">1.2", "1.2.9", false)]
    [InlineData(">1.2", "1.3.0", true)]
    [InlineData(">1.2.3", "1.2.4", true)]
    [InlineData("<=1.2", "1.2.9", true)]
    [InlineData("<=1.2", "1.3.0", false)]
    [InlineData("<=1.2.3", "1.2.3", true)]
    [InlineData("<2", "2.0.0-rc.1", false)]
    [InlineData("^1.2 || ^3", "3.4.5", true)]
    [InlineData("^1.2 || ^3", "2.0.0", false)]
    [InlineData("^1.2.3", "1.3.0-beta.1", false)]
    [InlineData("^1.3.0-beta.2", "1.3.0-beta.10", true)]
    [InlineData("^1.3.0-beta.2", "1.3.0-beta.1", false)]
    [InlineData("^1.3.0-beta.2", "1.4.0-beta.3", false)]
    [InlineData("^1.3.0-beta.2", "1.3.0", true)]
    [InlineData("99999999999999999999.x", "99999999999999999999.1.2", true)]
    public void A_range_holds_what_it_says(string range, string version, bool isIn) =>
        Assert.Equal(isIn, VersionRange.Read(range)!.Contains(SemanticVersion.Read(version)!));

    [Theory]
    [InlineData("")]
    [InlineData("||")]
    [InlineData("latest")]
    [InlineData("1.2.3.4")]
    [InlineData(">")]
    [InlineData("><1")]
    [InlineData("<*")]
    [InlineData("1.x-beta")]
    [InlineData("^1.2 ||")]
    public void What_is_no_range_is_told(string text) => Assert.False(TagChoice.IsRange(text));

    [Theory]
    [InlineData("1.2")]
    [InlineData("01.2.3")]
    [InlineData("1.2.3-")]
    [InlineData("1.2.3-01")]
    [InlineData("1.2.3+build")]
    [InlineData("release-1.2.3")]
    public void What_is_no_whole_version_is_none(string text) => Assert.Null(SemanticVersion.Read(text));

    [Fact]
    public void Versions_are_ordered_as_semantic_versioning_says()
    {
        string[] ordered =
        [
            "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.10",
            "1.2.0", "1.10.0", "2.0.0",
        ];

        for (var i = 1; i < ordered.Length; i++)
            Assert.True(SemanticVersion.Read(ordered[i - 1])!.ComparedWith(SemanticVersion.Read(ordered[i])!) < 0, ordered[i]);
    }
}
