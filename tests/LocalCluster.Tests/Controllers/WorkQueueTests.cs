using Pdp.LocalCluster.Controllers;
using Pdp.Testing;

namespace Pdp.LocalCluster.Tests.Controllers;

public sealed class WorkQueueTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task A_key_added_often_waits_once()
    {
        using var queue = new WorkQueue<int>(_time);
        for (var i = 0; i < 5; i++) queue.Add(7);
        Assert.Equal(7, await queue.TakeAsync(TestContext.Current.CancellationToken));
        Assert.False(queue.TakeAsync(TestContext.Current.CancellationToken).AsTask().IsCompleted);
    }

    [Fact]
    public async Task A_key_added_while_it_is_worked_on_waits_until_that_is_done()
    {
        using var queue = new WorkQueue<int>(_time);
        queue.Add(7);
        await queue.TakeAsync(TestContext.Current.CancellationToken);
        queue.Add(7);
        queue.Add(7);
        var next = queue.TakeAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.False(next.IsCompleted);
        queue.Done(7);
        Assert.Equal(7, await next);
        queue.Done(7);
        Assert.False(queue.TakeAsync(TestContext.Current.CancellationToken).AsTask().IsCompleted);
    }

    [Fact]
    public async Task Of_several_delays_the_earliest_counts()
    {
        using var queue = new WorkQueue<int>(_time);
        queue.AddAfter(7, TimeSpan.FromSeconds(9));
        queue.AddAfter(7, TimeSpan.FromSeconds(2));
        queue.AddAfter(7, TimeSpan.FromSeconds(5));
        var next = queue.TakeAsync(TestContext.Current.CancellationToken).AsTask();
        _time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(7, await next);
        queue.Done(7);
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.False(queue.TakeAsync(TestContext.Current.CancellationToken).AsTask().IsCompleted);
    }

    [Fact]
    public async Task Failures_wait_twice_as_long_each_time_and_success_forgets_them()
    {
        using var queue = new WorkQueue<int>(_time);
        foreach (var milliseconds in (int[])[5, 10, 20, 40])
        {
            queue.Retry(7);
            var next = queue.TakeAsync(TestContext.Current.CancellationToken).AsTask();
            _time.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
            Assert.False(next.IsCompleted);
            _time.Advance(TimeSpan.FromMilliseconds(1));
            await next;
            queue.Done(7);
        }

        queue.Forget(7);
        queue.Retry(7);
        var first = queue.TakeAsync(TestContext.Current.CancellationToken).AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(5));
        await first;
    }

    [Fact]
    public async Task A_delay_longer_than_any_timer_still_comes()
    {
        using var queue = new WorkQueue<int>(_time);
        queue.AddAfter(7, TimeSpan.FromDays(200));
        var next = queue.TakeAsync(TestContext.Current.CancellationToken).AsTask();
        for (var day = 0; day < 199; day++) _time.Advance(TimeSpan.FromDays(1));
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(7, await next);
    }
}
