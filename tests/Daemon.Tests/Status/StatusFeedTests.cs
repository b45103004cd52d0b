using Pdp.Core.Ports;
using Pdp.Daemon.Status;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Status;

public sealed class StatusFeedTests
{
    private readonly StatusFeed _feed = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_there_is_comes_first_in_batches_then_changes()
    {
        foreach (var id in new[] { "c", "a", "b" }) Change(id, null, Healthy(id));
        await using var reader = _feed.ReadAsync(2, Ct).GetAsyncEnumerator(Ct);

        Assert.Equal(["a", "b"], await NextAsync(reader));
        Assert.Equal(["c"], await NextAsync(reader));
        Change("b", Healthy("b"), Healthy("b") with { Status = new IntentStatus { Phase = IntentPhase.Degraded } });
        Assert.Equal(["b"], await NextAsync(reader));
        Assert.Equal(IntentPhase.Degraded, reader.Current[0].Status!.Phase);
    }

    [Fact]
    public async Task A_slow_reader_hears_the_newest_once()
    {
        await using var reader = _feed.ReadAsync(100, Ct).GetAsyncEnumerator(Ct);
        var pending = reader.MoveNextAsync();
        Change("a", null, Healthy("a"));
        Assert.True(await pending);

        for (var generation = 2; generation <= 100; generation++) Change("a", Healthy("a", generation - 1), Healthy("a", generation));

        Assert.True(await reader.MoveNextAsync());
        Assert.Equal(100, Assert.Single(reader.Current).Status!.ObservedGeneration);
    }

    [Fact]
    public async Task A_change_that_is_none_of_the_status_is_not_told()
    {
        Change("a", null, Healthy("a"));
        await using var reader = _feed.ReadAsync(100, Ct).GetAsyncEnumerator(Ct);
        await NextAsync(reader);

        Change("a", Healthy("a"), Healthy("a") with { ResourceVersion = "2", Generation = 2 });
        Change("b", null, Healthy("b"));

        Assert.Equal(["b"], await NextAsync(reader));
    }

    [Fact]
    public async Task What_was_removed_is_told_to_be_gone_and_so_is_what_was_deleted_by_hand()
    {
        await using var reader = _feed.ReadAsync(100, Ct).GetAsyncEnumerator(Ct);
        var pending = reader.MoveNextAsync();
        Change("by-hand", null, Healthy("by-hand"));
        Assert.True(await pending);

        Change("by-hand", Healthy("by-hand"), null);
        Change("removed", Healthy("removed") with { RemovalJws = "x" }, null);
        Change("never-there", null, null);

        Assert.True(await reader.MoveNextAsync());
        Assert.Equal([("by-hand", null), ("removed", null), ("never-there", null)], reader.Current.Select(entry => (entry.Id, entry.Status)));
    }

    private void Change(string id, StoredIntent? before, StoredIntent? after) => _feed.Changed(id, before, after);

    private static StoredIntent Healthy(string id, long generation = 1) => new()
    {
        Id = id,
        Uid = "u",
        ResourceVersion = "1",
        Status = new IntentStatus { Phase = IntentPhase.Healthy, ObservedGeneration = generation },
    };

    private static async Task<string[]> NextAsync(IAsyncEnumerator<IReadOnlyList<StatusEntry>> reader)
    {
        Assert.True(await reader.MoveNextAsync());
        return [.. reader.Current.Select(entry => entry.Id)];
    }
}
