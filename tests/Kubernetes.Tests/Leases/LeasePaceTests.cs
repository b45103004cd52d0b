using Pdp.Kubernetes.Tests.Support;
using Pdp.Testing;

namespace Pdp.Kubernetes.Tests.Leases;

/// <summary>How many requests an election makes, and how soon the next one leads.</summary>
public sealed class LeasePaceTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly FakeLeaseApi _api = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_standby_that_can_watch_asks_for_nothing_and_hears_at_once_that_the_lease_is_free()
    {
        _api.CanWatch = true;
        await using var me = new Candidate(_api, _time, "me");
        await me.LeadsAsync();
        await using var next = new Candidate(_api, _time, "next");
        await Eventually.TrueAsync(() => _api.Reads == 2, cancellationToken: Stop);

        await _time.AdvanceUntilAsync(() => _api.Writes >= 30, TimeSpan.FromSeconds(1), cancellationToken: Stop);
        Assert.True(me.IsLeading && !next.IsLeading);
        Assert.Equal(2, _api.Reads);

        // No time passes: the lease is given back, which is heard.
        await me.StopAsync();
        await next.LeadsAsync();
        Assert.Equal((3, "0/me"), (_api.Reads, next.Term.FencingToken));
    }

    [Fact]
    public async Task A_standby_that_can_watch_takes_a_lease_over_when_it_has_run_out_and_not_before()
    {
        _api.CanWatch = true;
        _api.Put("dead", 7);
        await using var me = new Candidate(_api, _time, "me");
        await Eventually.TrueAsync(() => _api.Reads == 1 && _time.ActiveTimers > 0, cancellationToken: Stop);

        await _time.AdvanceUntilAsync(() => me.IsLeading, TimeSpan.FromSeconds(0.1), cancellationToken: Stop);

        Assert.InRange(_time.Elapsed.TotalSeconds, 15, 18);
        Assert.Equal("8/me", me.Term.FencingToken);
    }

    [Fact]
    public async Task Renewals_come_at_their_own_pace_and_faster_after_one_that_failed()
    {
        await using var me = new Candidate(_api, _time, "me", change: options => options with { RenewPeriod = TimeSpan.FromSeconds(6) });
        await me.LeadsAsync();
        for (var i = 0; i < 30; i++) Advance(2);
        Assert.Equal(11, _api.Writes);

        _api.Before = (_, _) => throw FakeLeaseApi.Unreachable();
        Advance(6);
        _api.Before = static (_, _) => Task.CompletedTask;
        Advance(2);
        Assert.Equal(12, _api.Writes);
        Assert.True(me.Term.IsHeld);
    }

    [Fact]
    public async Task Whoever_follows_a_leader_that_left_a_write_unanswered_writes_under_another_token()
    {
        var me = new Candidate(_api, _time, "me");
        await me.LeadsAsync();
        me.Term.LeaveUnsettled();
        await me.StopAsync();

        await using var next = new Candidate(_api, _time, "next");
        await next.LeadsAsync();

        Assert.Equal("1/next", next.Term.FencingToken);
    }

    private void Advance(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));
}
