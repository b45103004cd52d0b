using FsCheck;
using FsCheck.Fluent;
using Pdp.Core.Images;
using Pdp.Core.Images.Versions;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Images;

public sealed class TagChoiceTests
{
    [Theory]
    [InlineData("*", "1.10.0", "1.9.0 1.10.0 latest main")]
    [InlineData("build-*", "build-10", "build-9 build-10 build-2 9")]
    [InlineData("main-*", "main-20251101-b", "main-20251101-a main-20251101-b main-20240101-z release-9")]
    [InlineData("v1.*", "v1.2.0", "v1.2.0 v1.2.0-rc.1 v1.1.9 v2.0.0")]
    [InlineData("latest", "latest", "latest latest-2")]
    [InlineData("nothing-*", null, "a b c")]
    public void The_newest_of_a_pattern_is_the_highest_version_or_the_last_by_name(string pattern, string? newest, string tags) =>
        Assert.Equal(newest, new TagChoice(new FollowSpec { Tags = pattern }).Newest(tags.Split(' ')));

    [Theory]
    [InlineData("^1.2", "v1.10.0", "1.2.0 v1.10.0 1.9.9 2.0.0 1 1.11 latest")]
    [InlineData("~1.2.0", null, "1.3.0 1.2 v1")]
    public void The_newest_of_a_range_is_the_highest_whole_version_in_it(string range, string? newest, string tags) =>
        Assert.Equal(newest, new TagChoice(new FollowSpec { Semver = range }).Newest(tags.Split(' ')));

    [Fact]
    public void What_is_no_tag_is_never_chosen() =>
        Assert.Equal("a", new TagChoice(new FollowSpec { Tags = "*" }).Newest(["a", "z/../..", "z?n=1", "", new string('z', 200)]));

    [Fact]
    public void Only_a_name_without_a_star_needs_no_list()
    {
        Assert.Equal("stable", new TagChoice(new FollowSpec { Tags = "stable" }).OnlyTag);
        Assert.Null(new TagChoice(new FollowSpec { Tags = "stable-*" }).OnlyTag);
        Assert.Null(new TagChoice(new FollowSpec { Semver = "1.2.3" }).OnlyTag);
    }

    [Fact]
    public void The_order_of_tags_is_an_order()
    {
        var tags = Gen.Elements("1.0.0", "v1.0.0", "1.0.0-rc.1", "latest", "build-9", "build-10", "build-010", "a1b2", "a01b2", "2", "10", "")
            .Three().ToArbitrary();

        Prop.ForAll(tags, three =>
        {
            var (a, b, c) = three;
            var order = TagOrder.Instance;
            return Math.Sign(order.Compare(a, b)) == -Math.Sign(order.Compare(b, a))
                && (order.Compare(a, b) != 0 || a == b)
                && (order.Compare(a, b) > 0 || order.Compare(b, c) > 0 || order.Compare(a, c) <= 0);
        }).QuickCheckThrowOnFailure();
    }
}
