using Pdp.Kubernetes.Leases;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Tests.Support;
using Pdp.Testing;

namespace Pdp.Kubernetes.Tests.Leases;

public sealed class LeaseElectionTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly FakeLeaseApi _api = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_free_lease_is_taken_at_once_renewed_and_given_back()
    {
        await using var me = new Candidate(_api, _time, "me");
        await me.LeadsAsync();
        Assert.Equal(("me", "0/me"), (_api.Holder, me.Term.FencingToken));

        for (var i = 0; i < 10; i++) Advance(2);
        Assert.True(me.IsLeading && me.Term.IsHeld);
        Assert.Equal(11, _api.Writes);
        Assert.Equal("2030-01-02T03:04:25.000000Z", _api.Lease!.GetString("spec", "renewTime"));

        await me.StopAsync();
        Assert.Equal("", _api.Holder);
        Assert.False(me.Term.IsHeld);
    }

    [Fact]
    public async Task A_standby_takes_over_at_once_when_the_lease_is_given_back_and_only_after_its_duration_when_it_is_not()
    {
        _api.Put("other", 7);
        await using var me = new Candidate(_api, _time, "me");
        for (var i = 0; i < 6; i++) Advance(2.4);
        Assert.False(me.IsLeading);
        Advance(2.4);
        await me.LeadsAsync();
        Assert.Equal("8/me", me.Term.FencingToken);

        await using var next = new Candidate(_api, _time, "next");
        Advance(2.4);
        Assert.False(next.IsLeading);
        await me.StopAsync();
        Advance(2.4);
        await next.LeadsAsync();
        Assert.Equal(("8/me", 9), (next.Term.FencingToken, next.Term.Transitions));
    }

    [Fact]
    public async Task A_leader_who_cannot_renew_stops_at_the_deadline_and_stands_again_once_its_work_has_ended()
    {
        await using var me = new Candidate(_api, _time, "me");
        await me.LeadsAsync();
        me.EndWork = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _api.Before = (_, _) => throw FakeLeaseApi.Unreachable();

        Advance(2);
        Advance(7.9);
        Assert.True(me.IsLeading && me.Term.IsHeld);
        Advance(0.2);
        Assert.False(me.Term.IsHeld);
        await Eventually.TrueAsync(() => me.IsStopping, cancellationToken: Stop);
        Assert.Contains(new LeaseNotice.Lost(), me.Notices);

        // Its work has not ended: it must not stand again, though it could.
        _api.Before = static (_, _) => Task.CompletedTask;
        for (var i = 0; i < 10; i++) Advance(3);
        Assert.Equal(1, me.Terms);
        me.EndWork.SetResult();
        await _time.AdvanceUntilAsync(() => me.Terms == 2, TimeSpan.FromSeconds(1), cancellationToken: Stop);
    }

    [Fact]
    public async Task A_renewal_that_hangs_does_not_keep_the_leader_past_the_deadline()
    {
        await using var me = new Candidate(_api, _time, "me");
        await me.LeadsAsync();
        _api.Before = (_, stop) => Task.Delay(Timeout.InfiniteTimeSpan, _time, stop);

        for (var i = 0; i < 99; i++) Advance(0.1);
        Assert.True(me.Term.IsHeld && !me.IsStopping);
        Advance(0.2);

        Assert.False(me.Term.IsHeld);
        await Eventually.TrueAsync(() => me.IsStopping, cancellationToken: Stop);
    }

    [Fact]
    public async Task The_deadline_counts_from_before_the_request_that_renewed()
    {
        await using var me = new Candidate(_api, _time, "me");
        await me.LeadsAsync();
        _api.After = (_, stop) => Task.Delay(TimeSpan.FromSeconds(2.5), _time, stop);
        Advance(2);
        Advance(2.5);
        Assert.True(me.Term.IsHeld);
        _api.Before = (_, _) => throw FakeLeaseApi.Unreachable();

        // Renewed at second 2 of the clock, told at second 4.5: over at second 12, not at 14.5.
        Advance(7.4);
        Assert.True(me.Term.IsHeld);
        Advance(0.2);
        Assert.False(me.Term.IsHeld);
    }

    [Fact]
    public async Task A_leader_who_sees_another_stops_at_once()
    {
        await using var me = new Candidate(_api, _time, "me");
        await me.LeadsAsync();
        _api.Put("other", 9);

        Advance(2);

        await Eventually.TrueAsync(() => me.IsStopping, cancellationToken: Stop);
        Assert.Equal("other", _api.Holder);
        Assert.Contains(new LeaseNotice.HolderChanged("other"), me.Notices);
    }

    [Fact]
    public async Task A_renewal_whose_answer_was_lost_is_still_ours()
    {
        await using var me = new Candidate(_api, _time, "me");
        await me.LeadsAsync();
        _api.After = (_, _) => throw FakeLeaseApi.Unreachable();
        Advance(2);
        _api.After = static (_, _) => Task.CompletedTask;

        // The next one is a conflict with our own, the one after that renews.
        for (var i = 0; i < 10; i++) Advance(2);

        Assert.True(me.IsLeading && me.Term.IsHeld && !me.IsStopping);
        Assert.Equal(1, me.Terms);
    }

    [Fact]
    public async Task A_lease_that_was_deleted_is_made_again_by_its_leader()
    {
        await using var me = new Candidate(_api, _time, "me");
        await me.LeadsAsync();
        await _api.DeleteAsync(new ObjectReference(default, null, ""), new(), Stop);

        for (var i = 0; i < 4; i++) Advance(2);

        Assert.Equal("me", _api.Holder);
        Assert.True(me.Term.IsHeld);
    }

    [Fact]
    public async Task Work_that_is_done_ends_the_election_and_work_that_fails_fails_it_and_both_give_the_lease_back()
    {
        var done = new LeaseElection(_api, Candidate.Options("me"), _time, () => 0);
        await done.RunAsync((_, _) => Task.CompletedTask, Stop);
        Assert.Equal("", _api.Holder);

        var failing = new LeaseElection(_api, Candidate.Options("me"), _time, () => 0);
        await Assert.ThrowsAsync<InvalidOperationException>(() => failing.RunAsync((_, _) => throw new InvalidOperationException("work"), Stop));
        Assert.Equal("", _api.Holder);
    }

    [Fact]
    public async Task Renewals_that_end_by_a_defect_end_the_leader_too()
    {
        var election = new LeaseElection(_api, Candidate.Options("me"), _time, () => 0);
        var leading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = election.RunAsync(
            async (_, ended) =>
            {
                leading.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ended);
            },
            Stop);
        await leading.Task;

        _api.Before = (_, _) => throw new InvalidOperationException("a defect");
        Advance(2);

        await Assert.ThrowsAsync<InvalidOperationException>(() => running.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Stop));
    }

    [Fact]
    public async Task A_server_that_hangs_while_the_lease_is_given_back_does_not_hold_up_the_end()
    {
        var me = new Candidate(_api, _time, "me");
        await me.LeadsAsync();
        _api.Before = (_, stop) => Task.Delay(Timeout.InfiniteTimeSpan, _time, stop);

        var stopping = me.StopAsync();
        await _time.AdvanceUntilAsync(() => stopping.IsCompleted, TimeSpan.FromSeconds(1), cancellationToken: Stop);

        await stopping;
        Assert.Equal("me", _api.Holder);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Of_several_candidates_at_a_failing_server_never_two_hold_the_lease(int seed)
    {
        var chance = new Random(seed);
        var sick = new HashSet<string>();
        var candidates = Enumerable.Range(0, 3).Select(i => new Candidate(_api, _time, $"c{i}", verb => sick.Contains($"c{i}") || chance.Next(4) == 0)).ToList();
        var leaders = new HashSet<string>();
        for (var step = 0; step < 4000; step++)
        {
            if (chance.Next(100) == 0)
            {
                sick.Clear();
                if (candidates.Find(candidate => candidate.HoldsLease) is { } leader) sick.Add(leader.Name);
            }
            Advance(0.25);
            var holding = candidates.Where(candidate => candidate.HoldsLease).Select(candidate => candidate.Name).ToList();
            Assert.True(holding.Count <= 1, $"Step {step}: {string.Join(" and ", holding)} lead.");
            leaders.UnionWith(holding);
        }
        Assert.True(leaders.Count > 1, "The lease never changed hands, so nothing was shown.");
        foreach (var candidate in candidates) await candidate.DisposeAsync();
    }

    private void Advance(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

}
