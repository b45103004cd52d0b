using Pdp.ControlStub.Gateway;
using Pdp.ControlStub.Gateway.Admission;
using Pdp.Testing;

namespace Pdp.ControlStub.Tests.Gateway.Admission;

public sealed class AdmissionQueueTests
{
    private readonly ManualTimeProvider _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_comes_first_has_the_first_turn_and_a_turn_given_back_twice_counts_once()
    {
        var queue = Queue(new GatewayOptions { MaxHandshakes = 1 });
        var first = (await queue.EnterAsync(Cancel))!;
        var (second, third) = (queue.EnterAsync(Cancel), queue.EnterAsync(Cancel));
        Assert.Equal((1, 2), (queue.AtWork, queue.Waiting));
        first.Dispose();
        first.Dispose();
        using var turn = await second;
        Assert.False(turn!.IsLate);
        Assert.False(third.IsCompleted);
        turn.Dispose();
        (await third)!.Dispose();
        Assert.Equal((0, 0), (queue.AtWork, queue.Waiting));
    }

    [Fact]
    public async Task Who_closes_the_connection_leaves_the_line_and_the_others_do_not_feel_it()
    {
        var queue = Queue(new GatewayOptions { MaxHandshakes = 1 });
        var first = await queue.EnterAsync(Cancel);
        using var gone = new CancellationTokenSource();
        var (second, third) = (queue.EnterAsync(gone.Token), queue.EnterAsync(Cancel));
        await gone.CancelAsync();
        Assert.Null(await second);
        first!.Dispose();
        Assert.NotNull(await third);
    }

    [Fact]
    public async Task Who_would_wait_too_long_is_late_and_late_ones_get_every_fourth_turn()
    {
        // One second of what is assumed before anything was measured fits in line.
        var queue = Queue(new GatewayOptions { MaxHandshakes = 1, HandshakeWaitSeconds = 1 });
        var turn = await queue.EnterAsync(Cancel);
        var line = Enumerable.Range(0, AdmissionQueue.AssumedPerProcessor * Environment.ProcessorCount).Select(_ => queue.EnterAsync(Cancel)).ToList();
        var late = Enumerable.Range(0, 2).Select(_ => queue.EnterAsync(Cancel)).ToList();
        var order = new List<bool>();
        for (var i = 0; i < 8; i++)
        {
            turn!.Dispose();
            turn = await await Task.WhenAny(line.Concat(late));
            line.RemoveAll(t => t.IsCompleted);
            late.RemoveAll(t => t.IsCompleted);
            order.Add(turn!.IsLate);
        }

        Assert.Equal([false, false, false, true, false, false, false, true], order);
    }

    [Fact]
    public async Task Where_there_is_no_room_even_to_wait_a_connection_is_sent_away_at_once()
    {
        var queue = Queue(new GatewayOptions { MaxHandshakes = 1, MaxWaiting = 1 });
        using var turn = await queue.EnterAsync(Cancel);
        var waiting = queue.EnterAsync(Cancel);
        Assert.Null(await queue.EnterAsync(Cancel));
        Assert.False(waiting.IsCompleted);
    }

    [Fact]
    public void A_rate_is_measured_only_while_others_wait_and_never_falls_below_a_quarter_of_what_is_assumed()
    {
        var rate = new HandshakeRate(100, _time);
        _time.Advance(TimeSpan.FromSeconds(9));
        rate.Done(othersWait: false);
        Assert.Equal(100, rate.PerSecond);
        Work(TimeSpan.FromSeconds(3));
        Assert.InRange(rate.PerSecond, 140, 170);
        Work(TimeSpan.FromSeconds(57));
        Assert.InRange(rate.PerSecond, 299, 301);
        _time.Advance(TimeSpan.FromHours(1));
        rate.Done(othersWait: true);
        Assert.InRange(rate.PerSecond, 25, 26);

        void Work(TimeSpan stretch)
        {
            for (var i = 0; i < 300 * stretch.TotalSeconds; i++)
            {
                _time.Advance(TimeSpan.FromSeconds(1) / 300);
                rate.Done(othersWait: true);
            }
        }
    }

    [Fact]
    public void Slots_come_one_after_the_other_behind_the_line_and_are_used_once()
    {
        var slots = new ReturnSlots(_time);
        Assert.False(slots.Redeem("east"));
        Assert.Equal(TimeSpan.FromSeconds(10.1), slots.Reserve("east", waiting: 100, perSecond: 10));
        Assert.Equal(TimeSpan.FromSeconds(10.2), slots.Reserve("west", waiting: 100, perSecond: 10));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(slots.Redeem("east"));
        Assert.False(slots.Redeem("east"));
        _time.Advance(TimeSpan.FromMinutes(10));
        slots.Forget();
        Assert.False(slots.Redeem("west"));
    }

    private AdmissionQueue Queue(GatewayOptions options) => new(options, _time);
}
