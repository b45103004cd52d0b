using FsCheck;
using FsCheck.Fluent;
using Pdp.Core.Objects;

namespace Pdp.Core.Tests.Objects;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("1", "1000m")]
    [InlineData("0.5", "500m")]
    [InlineData(".5", "500m")]
    [InlineData("5.", "5")]
    [InlineData("1Ki", "1024")]
    [InlineData("1.5Gi", "1536Mi")]
    [InlineData("2e3", "2k")]
    [InlineData("2E3", "2000")]
    [InlineData("1E", "1000P")]
    [InlineData("1e-3", "1m")]
    [InlineData("-0.5", "-500m")]
    [InlineData("+1", "1")]
    [InlineData("0.0000000001", "1n")]
    public void Two_spellings_of_one_amount_are_equal(string left, string right)
    {
        Assert.True(Quantity.TryParse(left, out var a));
        Assert.True(Quantity.TryParse(right, out var b));
        Assert.Equal(a, b);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("1.2.3")]
    [InlineData("one")]
    [InlineData("1 Gi")]
    [InlineData("1gi")]
    [InlineData("1e")]
    [InlineData("1e99999999999")]
    [InlineData("1Zi")]
    [InlineData("--1")]
    [InlineData("1m\n")]
    public void What_is_no_quantity_is_told(string? text) => Assert.False(Quantity.TryParse(text, out _));

    [Fact]
    public void Any_text_is_answered() =>
        Prop.ForAll<string>(text => Quantity.TryParse(text, out _) || true).QuickCheckThrowOnFailure();

    [Fact]
    public void Order_is_that_of_the_amounts() => Prop.ForAll<int, int>((a, b) =>
    {
        var isRead = Quantity.TryParse($"{a}m", out var left) & Quantity.TryParse($"{b}m", out var right);
        return isRead && left.CompareTo(right) == a.CompareTo(b);
    }).QuickCheckThrowOnFailure();
}
