using Pdp.Protocol.Session;

namespace Pdp.Protocol.Tests.Session;

public sealed class ConflatingOutboxTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_newest_of_a_key_takes_the_place_of_the_oldest()
    {
        using var outbox = new ConflatingOutbox<string, int>(10);
        foreach (var (key, value) in new[] { ("a", 1), ("b", 2), ("a", 3), ("c", 4), ("b", 5) }) Assert.True(outbox.TryPost(key, value));

        Assert.Equal(3, outbox.Count);
        int[] taken = [await outbox.TakeAsync(Cancel), await outbox.TakeAsync(Cancel), await outbox.TakeAsync(Cancel)];
        Assert.Equal([3, 5, 4], taken);
        Assert.False(outbox.TryTake(out _));
    }

    [Fact]
    public async Task A_full_outbox_takes_newer_values_of_its_keys_and_no_new_key_until_there_is_room()
    {
        using var outbox = new ConflatingOutbox<string, int>(1);
        Assert.True(outbox.TryPost("a", 1));

        Assert.False(outbox.TryPost("b", 2));
        Assert.True(outbox.TryPost("a", 3));
        var waiting = outbox.PostAsync("b", 4, Cancel);
        Assert.False(waiting.IsCompleted);

        Assert.Equal(3, await outbox.TakeAsync(Cancel));
        await waiting.WaitAsync(TimeSpan.FromSeconds(60), Cancel);
        Assert.Equal(4, await outbox.TakeAsync(Cancel));
    }

    [Fact]
    public async Task Whoever_waits_for_a_value_gets_the_next_one()
    {
        using var outbox = new ConflatingOutbox<string, int>(1);
        var taking = outbox.TakeAsync(Cancel);
        Assert.False(taking.IsCompleted);

        outbox.TryPost("a", 1);

        Assert.Equal(1, await taking.WaitAsync(TimeSpan.FromSeconds(60), Cancel));
    }

    [Fact]
    public async Task Two_writers_that_wait_with_one_key_leave_one_value_and_no_slot_lost()
    {
        using var outbox = new ConflatingOutbox<string, int>(2);
        Assert.True(outbox.TryPost("x", 0));
        Assert.True(outbox.TryPost("y", 0));
        Task[] waiting = [outbox.PostAsync("a", 1, Cancel), outbox.PostAsync("a", 2, Cancel)];
        await outbox.TakeAsync(Cancel);
        await outbox.TakeAsync(Cancel);
        await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromSeconds(60), Cancel);

        Assert.Equal(1, outbox.Count);
        Assert.True(outbox.TryPost("b", 3));
        Assert.False(outbox.TryPost("c", 4));
    }

    [Fact]
    public async Task Under_many_writers_every_key_ends_with_its_newest_value()
    {
        const int keys = 20;
        const int rounds = 500;
        using var outbox = new ConflatingOutbox<int, int>(8);
        var newest = new int[keys];
        using var done = new CancellationTokenSource();
        var reader = Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    var value = await outbox.TakeAsync(done.Token);
                    newest[value / rounds] = Math.Max(newest[value / rounds], value % rounds);
                }
            }
            catch (OperationCanceledException)
            {
                while (outbox.TryTake(out var value)) newest[value / rounds] = Math.Max(newest[value / rounds], value % rounds);
            }
        }, Cancel);

        await Task.WhenAll(Enumerable.Range(0, keys).Select(key => Task.Run(async () =>
        {
            for (var round = 0; round < rounds; round++) await outbox.PostAsync(key, (key * rounds) + round, Cancel);
        }, Cancel)));
        await done.CancelAsync();
        await reader;

        Assert.All(newest, value => Assert.Equal(rounds - 1, value));
        Assert.Equal(0, outbox.Count);
    }
}
