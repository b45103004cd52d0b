using System.Globalization;
using Pdp.LocalCluster.Controllers.Jobs;

namespace Pdp.LocalCluster.Tests.Controllers;

public sealed class CronScheduleTests
{
    [Theory]
    [InlineData("0 2 * * *", "2026-03-10T01:59:59Z", "2026-03-10T02:00:00Z")]
    [InlineData("0 2 * * *", "2026-03-10T02:00:00Z", "2026-03-11T02:00:00Z")]
    [InlineData("*/15 * * * *", "2026-03-10T10:16:00Z", "2026-03-10T10:30:00Z")]
    [InlineData("5/20 * * * *", "2026-03-10T10:26:00Z", "2026-03-10T10:45:00Z")]
    [InlineData("0 9-17/4 * * mon-fri", "2026-03-13T17:30:00Z", "2026-03-16T09:00:00Z")]
    [InlineData("0 0 29 2 *", "2026-03-01T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("0 0 13 * 5", "2026-03-10T00:00:00Z", "2026-03-13T00:00:00Z")]
    [InlineData("0 0 15 * 5", "2026-03-13T00:00:00Z", "2026-03-15T00:00:00Z")]
    [InlineData("0 0 1,15 jan,JUL *", "2026-01-15T00:00:00Z", "2026-07-01T00:00:00Z")]
    [InlineData("@hourly", "2026-12-31T23:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData("@weekly", "2026-03-10T00:00:00Z", "2026-03-15T00:00:00Z")]
    public void The_next_time_is_the_first_that_matches(string schedule, string after, string next) =>
        Assert.Equal(Time(next), CronSchedule.Parse(schedule).Next(Time(after)));

    [Fact]
    public void A_time_zone_moves_with_its_clocks()
    {
        var schedule = CronSchedule.Parse("30 8 * * *", "Europe/Berlin");
        Assert.Equal(Time("2026-01-10T07:30:00Z"), schedule.Next(Time("2026-01-10T00:00:00Z")));
        Assert.Equal(Time("2026-07-10T06:30:00Z"), schedule.Next(Time("2026-07-10T00:00:00Z")));
    }

    [Fact]
    public void A_time_the_clocks_jump_over_is_not_made_up() =>
        Assert.Equal(Time("2026-03-30T00:30:00Z"), CronSchedule.Parse("30 2 * * *", "Europe/Berlin").Next(Time("2026-03-28T12:00:00Z").AddHours(14)));

    [Fact]
    public void A_day_that_never_comes_has_no_next_time() => Assert.Null(CronSchedule.Parse("0 0 31 2 *").Next(Time("2026-01-01T00:00:00Z")));

    [Theory]
    [InlineData("nope", "expected exactly 5 fields, found 1: [nope]")]
    [InlineData("60 * * * *", "end of range (60) above maximum (59): 60")]
    [InlineData("* * 0 * *", "beginning of range (0) below minimum (1): 0")]
    [InlineData("5-1 * * * *", "beginning of range (5) beyond end of range (1): 5-1")]
    [InlineData("*/0 * * * *", "step of range should be a positive number: */0")]
    [InlineData("x * * * *", "failed to parse int from x")]
    public void What_is_no_schedule_is_refused_with_the_reason(string schedule, string reason) =>
        Assert.Equal(reason, Assert.Throws<FormatException>(() => CronSchedule.Parse(schedule)).Message);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
