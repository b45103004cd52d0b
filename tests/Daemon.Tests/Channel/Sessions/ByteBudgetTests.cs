using Pdp.Daemon.Channel.Sessions;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Channel.Sessions;

public sealed class ByteBudgetTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Over_the_limit_the_reader_waits_until_enough_is_given_back()
    {
        var budget = new ByteBudget(10, new ManualTimeProvider());
        Assert.True(budget.TakeAsync(10, Cancel).IsCompletedSuccessfully);

        var waiting = budget.TakeAsync(5, Cancel);
        Assert.False(waiting.IsCompleted);
        budget.Release(4);
        Assert.False(waiting.IsCompleted);
        budget.Release(1);

        await waiting.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancel);
        Assert.Equal(10, budget.Held);
    }

    [Fact]
    public async Task While_the_reader_waits_silence_counts_as_its_own()
    {
        var time = new ManualTimeProvider();
        time.Advance(TimeSpan.FromSeconds(1));
        var budget = new ByteBudget(10, time);
        Assert.Equal(0, budget.LastWaited);

        var waiting = budget.TakeAsync(20, Cancel);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(time.GetTimestamp(), budget.LastWaited);
        budget.Release(20);
        await waiting.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancel);
        var ended = time.GetTimestamp();
        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(ended, budget.LastWaited);
    }

    [Fact]
    public async Task A_wait_can_be_given_up()
    {
        var budget = new ByteBudget(10, new ManualTimeProvider());
        using var stop = new CancellationTokenSource();
        var waiting = budget.TakeAsync(20, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        budget.Release(20);
    }
}
