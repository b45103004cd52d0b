using FsCheck;
using FsCheck.Fluent;
using Pdp.Protocol.Identity;

namespace Pdp.Protocol.Tests.Identity;

public sealed class PlaneUriTests
{
    private static readonly Gen<string> _label =
        from first in Gen.Elements('a', 'z', '0')
        from rest in Gen.Elements('a', '9', '-').ArrayOf()
        from last in Gen.Elements('b', '7')
        select string.Concat(first, new string([.. rest.Take(60)]), last);

    [Fact]
    public void Any_identity_comes_back_as_it_was() => Prop.ForAll(
        _label.ToArbitrary(), _label.ToArbitrary(), _label.ToArbitrary(),
        (domain, top, plane) => PlaneUri.TryParse(PlaneUri.Of($"{domain}.{top}", plane).ToString(), out var read)
            && read.TrustDomain == $"{domain}.{top}" && read.PlaneId == plane).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_change_of_one_character_is_another_identity_or_none() => Prop.ForAll(
        Gen.Choose(0, 22).ToArbitrary(), Gen.Choose(0, 255).ToArbitrary(),
        (at, character) =>
        {
            const string text = "spiffe://pdp/plane/eu-1";
            var changed = text[..at] + (char)character + text[(at + 1)..];
            return changed == text || !PlaneUri.TryParse(changed, out var read) || (read.ToString() == changed && changed != text);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("spiffe://pdp/plane/")]
    [InlineData("spiffe:///plane/a")]
    [InlineData("SPIFFE://pdp/plane/a")]
    [InlineData("spiffe://PDP/plane/a")]
    [InlineData("spiffe://pdp/Plane/a")]
    [InlineData("spiffe://pdp/plane/A")]
    [InlineData("spiffe://pdp:443/plane/a")]
    [InlineData("spiffe://user@pdp/plane/a")]
    [InlineData("spiffe://pdp/plane/a?x=1")]
    [InlineData("spiffe://pdp/plane/a#x")]
    [InlineData("spiffe://pdp/plane/a/")]
    [InlineData("spiffe://pdp/plane/a/plane/b")]
    [InlineData("spiffe://pdp//plane/a")]
    [InlineData("spiffe://pdp/plane/%61")]
    [InlineData("spiffe://pdp/plane/../plane/a")]
    [InlineData("spiffe://pdp/plane/a\n")]
    [InlineData(" spiffe://pdp/plane/a")]
    [InlineData("spiffe://pdp/plane/a\0")]
    [InlineData("spiffe://pdp/plane/a.b")]
    [InlineData("spiffe://pdp/plane/-a")]
    [InlineData("spiffe://pdp./plane/a")]
    [InlineData("spiffe://pdp/plane/а")]
    [InlineData("https://pdp/plane/a")]
    public void Every_other_spelling_is_none(string text) => Assert.False(PlaneUri.TryParse(text, out _));

    [Theory]
    [InlineData("pdp", "A")]
    [InlineData("PDP", "a")]
    [InlineData("pdp/plane/x", "a")]
    [InlineData("pdp", "a/plane/b")]
    public void Parts_that_do_not_fit_make_no_identity(string domain, string plane) =>
        Assert.Throws<ArgumentException>(() => PlaneUri.Of(domain, plane));
}
