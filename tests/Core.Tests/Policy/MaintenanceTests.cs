using System.Globalization;
using Pdp.Core.Policy;
using Pdp.Core.Policy.Model;
using Pdp.Core.Tests.Support;

namespace Pdp.Core.Tests.Policy;

public sealed class MaintenanceTests
{
    private static readonly string[] _seasons = ["2026-11-21T12:00Z", "2026-03-28T12:00Z", "2026-10-24T12:00Z", "2028-02-28T12:00Z"];

    [Theory]
    [InlineData("0 22 * * *", 120, "UTC", "2026-11-21T21:59Z", "2026-11-21T22:00Z")]
    [InlineData("0 22 * * *", 120, "UTC", "2026-11-21T22:00Z", "2026-11-21T22:00Z")]
    [InlineData("0 22 * * *", 120, "UTC", "2026-11-21T23:59Z", "2026-11-21T23:59Z")]
    [InlineData("0 22 * * *", 120, "UTC", "2026-11-22T00:00Z", "2026-11-22T22:00Z")]
    [InlineData("0 22 * * *", 240, "UTC", "2026-11-22T01:30Z", "2026-11-22T01:30Z")]
    [InlineData("0 22 * * 1-4", 60, "UTC", "2026-11-20T12:00Z", "2026-11-23T22:00Z")]
    [InlineData("0 22 * * *", 60, "Europe/Berlin", "2026-11-21T12:00Z", "2026-11-21T21:00Z")]
    [InlineData("0 22 * * *", 60, "Europe/Berlin", "2026-07-21T12:00Z", "2026-07-21T20:00Z")]
    [InlineData("0 0 29 2 *", 60, "UTC", "2026-11-21T12:00Z", "2028-02-29T00:00Z")]
    [InlineData("0 0 13 * 5", 60, "UTC", "2026-11-21T12:00Z", "2026-11-27T00:00Z")]
    [InlineData("@monthly", 60, "UTC", "2026-11-21T12:00Z", "2026-12-01T00:00Z")]
    [InlineData("*/20 3 * * *", 5, "UTC", "2026-11-21T03:06Z", "2026-11-21T03:20Z")]
    [InlineData("0 0 * * 0", 10080, "UTC", "2026-11-21T12:00Z", "2026-11-21T12:00Z")]
    // The clocks go from two to three on 29 March, and from three to two on 25 October.
    [InlineData("30 2 * * *", 60, "Europe/Berlin", "2026-03-29T00:00Z", "2026-03-29T01:30Z")]
    [InlineData("30 2 * * *", 20, "Europe/Berlin", "2026-10-25T00:00Z", "2026-10-25T00:30Z")]
    [InlineData("30 2 * * *", 20, "Europe/Berlin", "2026-10-25T01:00Z", "2026-10-26T01:30Z")]
    public void It_opens_when_its_schedule_says(string cron, int minutes, string zone, string now, string opens) =>
        Assert.Equal(At(opens), Of(new MaintenanceWindow(cron, minutes, zone)).OpensAt(At(now)));

    [Fact]
    public void Without_windows_it_is_always_open() => Assert.Equal(At(_seasons[0]), Maintenance.Of([PolicyRules.Default]).OpensAt(At(_seasons[0])));

    [Fact]
    public void Any_of_the_windows_of_a_rule_set_will_do_but_every_rule_set_must_have_one_open()
    {
        var (night, noon) = (Window("0 0 * * *", 60), Window("0 12 * * *", 60));
        Assert.Equal(At("2026-11-21T12:00Z"), Of(night, noon).OpensAt(At("2026-11-21T06:00Z")));
        Assert.Null(Maintenance.Of([Rules(night), Rules(noon)]).OpensAt(At("2026-11-21T06:00Z")));
        Assert.Equal(
            At("2026-11-22T00:30Z"), Maintenance.Of([Rules(night), PolicyRules.Default, Rules(Window("30 0 * * *", 60))]).OpensAt(At("2026-11-21T06:00Z")));
    }

    [Fact]
    public void It_never_opens_before_now_nor_while_it_is_closed()
    {
        var window = Of(new MaintenanceWindow("15 1,13 * * *", 90, "America/New_York"));
        foreach (var season in _seasons)
        {
            for (var minute = 0; minute < 3 * 24 * 60; minute += 7)
            {
                var now = At(season).AddMinutes(minute);
                var opens = window.OpensAt(now)!.Value;
                Assert.True(opens >= now);
                Assert.Equal(opens, window.OpensAt(opens));
                Assert.True(opens == now || window.OpensAt(opens.AddMinutes(-1)) == opens || opens.AddMinutes(-1) < now);
            }
        }
    }

    [Theory]
    [InlineData("""{"cron": "0 25 * * *", "durationMinutes": 60}""", "rules.maintenance.windows[0].cron: must have 0..23")]
    [InlineData("""{"cron": "0 0 30 2 *", "durationMinutes": 60}""", "rules.maintenance.windows[0].cron: must be due some day")]
    [InlineData("""{"cron": "@daily", "durationMinutes": 60, "timeZone": "Mars/Olympus"}""", "rules.maintenance.windows[0].timeZone: must be a time zone")]
    [InlineData("""{"cron": "@daily", "durationMinutes": 0}""", "rules.maintenance.windows[0].durationMinutes: must be")]
    public void A_window_that_is_none_is_an_error_of_the_file(string window, string problem)
    {
        var document = Yaml.Documents($$"""{"apiVersion": "pdp.dev/v1", "kind": "Policy", "rules": {"maintenance": {"windows": [{{window}}] } } }""").Single();
        Assert.Null(PolicyDocument.Read(document, PolicyRules.Default, out var problems));
        Assert.StartsWith(problem, Assert.Single(problems), StringComparison.Ordinal);
    }

    private static MaintenanceWindow Window(string cron, int minutes) => new(cron, minutes);

    private static PolicyRules Rules(params MaintenanceWindow[] windows) =>
        PolicyRules.Default with { Maintenance = new MaintenanceRules { Windows = windows } };

    private static Maintenance Of(params MaintenanceWindow[] windows) => Maintenance.Of([Rules(windows)]);

    private static DateTimeOffset At(string text) =>
        DateTimeOffset.ParseExact(text, "yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
