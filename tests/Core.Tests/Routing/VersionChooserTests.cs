using FsCheck;
using FsCheck.Fluent;
using Pdp.Core.Render;
using Pdp.Core.Routing;

namespace Pdp.Core.Tests.Routing;

public sealed class VersionChooserTests
{
    private static readonly Config _many = Config.QuickThrowOnFailure.WithMaxTest(1000);

    [Fact]
    public void It_moves_only_to_a_version_that_can_be_called() => Play((history, before, choice) =>
    {
        if (choice.IntentId == before?.IntentId || choice.IntentId is null)
            return;
        var target = history.Find(choice.IntentId)!;
        var isInNeed = before is null or { Standing: Standing.Down or Standing.Leaving };
        var isAnyHealthy = history.Candidates.Any(candidate => candidate.Standing == Standing.Healthy);
        Assert.True(target.Standing == Standing.Healthy || (isInNeed && !isAnyHealthy && target.Standing == Standing.Serving));
    });

    [Fact]
    public void It_leaves_a_version_that_can_be_called_only_after_things_have_settled() => Play((history, before, choice) =>
    {
        if (choice.IntentId == before?.IntentId || choice.IntentId is null || before is null)
            return;
        var target = history.Find(choice.IntentId)!;
        switch (before.Standing)
        {
            case Standing.Healthy or Standing.Serving:
                Assert.True(VersionTrack.Compare(target.Track, before.Track) > 0, "a move among healthy ones goes up");
                Assert.True(history.Now - target.Since >= VersionHistory.Settle);
                break;
            case Standing.Ailing:
                Assert.True(history.Now - before.Since >= VersionHistory.Settle);
                break;
        }
    });

    [Fact]
    public void It_ends_at_the_newest_healthy_one() => Play((history, _, choice) =>
    {
        history.Follow(choice);
        history.Pass(VersionHistory.Settle);
        history.Follow(history.Choose());
        var best = history.Candidates.Where(candidate => candidate.Standing == Standing.Healthy)
            .OrderDescending(Comparer<VersionCandidate>.Create((a, b) => VersionTrack.Compare(a.Track, b.Track)))
            .FirstOrDefault();
        if (best is null)
            return;
        var current = history.Find(history.Current)!;
        var isRolledOutNow = current.Standing == Standing.Serving && VersionTrack.Compare(current.Track, best.Track) > 0;
        Assert.True(current == best || isRolledOutNow, $"{current} and not {best}");
        Assert.Null(history.Choose().LookAgainAt);
    });

    [Fact]
    public void Nothing_changes_before_it_says_to_look_again() => Play((history, _, choice) =>
    {
        history.Follow(choice);
        var until = choice.LookAgainAt ?? history.Now + TimeSpan.FromDays(1);
        Assert.True(until > history.Now);
        var left = until - history.Now - TimeSpan.FromTicks(1);
        history.Pass(left);
        Assert.Equal(choice.IntentId, history.Choose().IntentId);
        history.Pass(-left);
    });

    [Fact]
    public void It_stays_where_it_is_while_there_is_nothing_better()
    {
        var down = new VersionCandidate("a", "v1.3", Standing.Down, DateTimeOffset.UnixEpoch);
        var ailing = new VersionCandidate("b", "v1.2", Standing.Ailing, DateTimeOffset.UnixEpoch);
        Assert.Equal("a", Choose([down, ailing], "a").IntentId);
        Assert.Null(Choose([down, ailing], null).IntentId);
        Assert.Null(Choose([], "gone").IntentId);
    }

    [Theory]
    [InlineData(Standing.Down)]
    [InlineData(Standing.Leaving)]
    public void In_need_callers_are_led_to_what_has_run_well_and_only_then(Standing current)
    {
        var here = new VersionCandidate("a", "v1.3", current, DateTimeOffset.UnixEpoch);
        var before = new VersionCandidate("b", "v1.2", Standing.Serving, DateTimeOffset.UnixEpoch);
        var never = new VersionCandidate("c", "v1.4", Standing.Down, DateTimeOffset.UnixEpoch);
        var healthy = new VersionCandidate("d", "v1.1", Standing.Healthy, DateTimeOffset.UnixEpoch);
        Assert.Equal("b", Choose([here, before, never], "a").IntentId);
        Assert.Equal("d", Choose([here, before, never, healthy], "a").IntentId);
        Assert.Equal("a", Choose([here with { Standing = Standing.Ailing }, before, never], "a").IntentId);
        Assert.Equal("a", Choose([here with { Standing = Standing.Serving }, before with { Track = "v1.9" }], "a").IntentId);
    }

    [Theory]
    [InlineData("v1.10", "v1.9", 1)]
    [InlineData("v1", "v1.0.0", 0)]
    [InlineData("v1.2", "v1.2.1", -1)]
    [InlineData("v999999.999999", "v999999.999998", 1)]
    public void Versions_are_compared_by_their_numbers(string left, string right, int expected) =>
        Assert.Equal(expected, Math.Sign(VersionTrack.Compare(left, right)));

    private static VersionChoice Choose(IReadOnlyList<VersionCandidate> candidates, string? current) =>
        VersionChooser.Choose(candidates, current, DateTimeOffset.UnixEpoch.AddDays(1), VersionHistory.Settle);

    private static void Play(Action<VersionHistory, VersionCandidate?, VersionChoice> holds) =>
        Prop.ForAll(VersionEvent.Any.ListOf().ToArbitrary(), events =>
        {
            var history = new VersionHistory();
            foreach (var what in events)
            {
                history.Happen(what);
                var choice = history.Choose();
                holds(history, history.Find(history.Current), choice);
                history.Follow(choice);
            }
        }).Check(_many);
}
