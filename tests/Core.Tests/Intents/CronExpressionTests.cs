using Pdp.Core.Intents;

namespace Pdp.Core.Tests.Intents;

public sealed class CronExpressionTests
{
    [Theory]
    [InlineData("* * * * *")]
    [InlineData("0 0 1 1 0")]
    [InlineData("59 23 31 12 6")]
    [InlineData("*/5 0-23/2 1,15 JAN-dec mon-FRI")]
    [InlineData("5/20 ? ? * ?")]
    [InlineData("  0   4  * * * ")]
    [InlineData("@hourly")]
    [InlineData("@annually")]
    public void What_Kubernetes_takes_is_taken(string text) => Assert.Null(CronExpression.Problem(text));

    [Theory]
    [InlineData("60 * * * *", "minute")]
    [InlineData("-1 * * * *", "minute")]
    [InlineData("*/0 * * * *", "minute")]
    [InlineData("1-2-3 * * * *", "minute")]
    [InlineData("1/2/3 * * * *", "minute")]
    [InlineData(", * * * *", "minute")]
    [InlineData("0 24 * * *", "hour")]
    [InlineData("0 5-3 * * *", "hour")]
    [InlineData("0 0 0 * *", "day of month")]
    [InlineData("0 0 L * *", "day of month")]
    [InlineData("0 0 * 13 *", "month")]
    [InlineData("0 0 * foo *", "month")]
    [InlineData("0 0 * * 7", "day of week")]
    [InlineData("0 0 * * ١", "day of week")]
    public void What_it_does_not_take_is_told_by_field(string text, string field) =>
        Assert.EndsWith($"as its {field}", CronExpression.Problem(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("* * * *")]
    [InlineData("* * * * * *")]
    [InlineData("TZ=UTC * * * * *")]
    [InlineData("@reboot")]
    [InlineData("@every 1h")]
    public void Another_form_is_told_as_a_whole(string text) =>
        Assert.Contains("five fields", CronExpression.Problem(text), StringComparison.Ordinal);
}
