using System.Text.Json.Nodes;
using Pdp.Kubernetes.Leases;

namespace Pdp.Kubernetes.Tests.Leases;

public sealed class LeaseDecisionTests
{
    private static readonly DateTimeOffset _now = new(2030, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
    private static readonly LeaseRecord _others = new("other", 15, "t0", "t1", 4);

    [Fact]
    public void A_lease_runs_out_when_it_has_not_changed_before_our_eyes_for_its_duration()
    {
        var seen = new LeaseObservation(null, TimeSpan.Zero).See(_others, Seconds(100));

        Assert.Equal(LeaseMove.Wait, seen.MoveOf("me", Seconds(100)));
        Assert.Equal(LeaseMove.Wait, seen.See(_others, Seconds(110)).MoveOf("me", Seconds(115)));
        Assert.Equal(LeaseMove.Take, seen.See(_others, Seconds(110)).MoveOf("me", Seconds(115.1)));
        Assert.Equal(LeaseMove.Wait, seen.See(_others with { RenewTime = "t2" }, Seconds(110)).MoveOf("me", Seconds(115.1)));
    }

    [Fact]
    public void The_holders_clock_decides_nothing()
    {
        var ancient = new LeaseObservation(null, TimeSpan.Zero).See(_others with { RenewTime = "1970-01-01T00:00:00.000000Z" }, Seconds(1));

        Assert.Equal(LeaseMove.Wait, ancient.MoveOf("me", Seconds(2)));
    }

    [Fact]
    public void Ours_is_renewed_a_free_one_taken_and_a_missing_one_made()
    {
        var start = new LeaseObservation(null, TimeSpan.Zero);

        Assert.Equal(LeaseMove.Create, start.MoveOf("me", Seconds(1)));
        Assert.Equal(LeaseMove.Renew, start.See(_others with { Holder = "me" }, Seconds(1)).MoveOf("me", Seconds(100)));
        Assert.Equal(LeaseMove.Take, start.See(_others with { Holder = "" }, Seconds(1)).MoveOf("me", Seconds(1)));
        Assert.Equal(LeaseMove.Create, start.See(_others, Seconds(1)).See(null, Seconds(2)).MoveOf("me", Seconds(2)));
    }

    [Fact]
    public void Taking_counts_a_change_of_hands_and_renewing_does_not()
    {
        var made = LeaseRecord.Held(null, "me", Seconds(15), _now);
        Assert.Equal(new LeaseRecord("me", 15, "2030-01-02T03:04:05.678000Z", "2030-01-02T03:04:05.678000Z", 0) { FencingToken = "0/me" }, made);

        var renewed = LeaseRecord.Held(made, "me", Seconds(15), _now.AddSeconds(2));
        Assert.Equal(made with { RenewTime = "2030-01-02T03:04:07.678000Z" }, renewed);

        Assert.Equal(5, LeaseRecord.Held(_others, "me", Seconds(15), _now).Transitions);
        var released = renewed.Released(_now, isSettled: true);
        Assert.Equal(("", 1, 0), (released.Holder, released.DurationSeconds, released.Transitions));
        Assert.Equal(1, LeaseRecord.Held(released, "next", Seconds(15), _now).Transitions);
    }

    [Fact]
    public void Only_after_a_holder_with_nothing_under_way_does_the_next_one_write_under_the_same_token()
    {
        var first = LeaseRecord.Held(null, "first", Seconds(15), _now);
        var next = LeaseRecord.Held(first.Released(_now, isSettled: true), "next", Seconds(15), _now);
        Assert.Equal("0/first", next.FencingToken);
        Assert.Equal("0/first", LeaseRecord.Held(next, "next", Seconds(15), _now).FencingToken);

        Assert.Equal("2/third", LeaseRecord.Held(next, "third", Seconds(15), _now).FencingToken);
        Assert.Equal("2/third", LeaseRecord.Held(next.Released(_now, isSettled: false), "third", Seconds(15), _now).FencingToken);
        // Given back by a version that knows nothing of tokens.
        Assert.Equal("5/me", LeaseRecord.Held(_others with { Holder = "" }, "me", Seconds(15), _now).FencingToken);
    }

    [Fact]
    public void What_a_lease_says_is_read_as_it_was_written()
    {
        var held = LeaseRecord.Held(_others, "me", Seconds(15), _now);
        var lease = new JsonObject();

        held.WriteTo(lease);

        Assert.Equal(held, LeaseRecord.Read(lease));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"spec":null}""")]
    [InlineData("""{"spec":{"holderIdentity":7,"leaseDurationSeconds":"x","leaseTransitions":-5}}""")]
    [InlineData("""{"spec":{"leaseDurationSeconds":-9223372036854775808}}""")]
    public void A_lease_somebody_spoilt_reads_as_a_free_one(string text) =>
        Assert.Equal(new LeaseRecord("", 0, "", "", 0), LeaseRecord.Read((JsonObject)JsonNode.Parse(text)!));

    [Fact]
    public void Options_that_break_rules_are_told_at_once()
    {
        var options = new LeaseOptions
        {
            Namespace = "",
            Name = "",
            Identity = "",
            LeaseDuration = Seconds(1.5),
            RenewDeadline = Seconds(2),
            RetryPeriod = Seconds(2),
            RenewPeriod = Seconds(1),
        };

        Assert.Equal(7, options.Problems().Count);
        Assert.Empty(new LeaseOptions { Namespace = "a", Name = "b", Identity = "c" }.Problems());
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
