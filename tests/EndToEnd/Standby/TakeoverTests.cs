namespace Pdp.EndToEnd.Standby;

/// <summary>A leader that sleeps past its lease, and one that is asked to stop: the other goes on.</summary>
[Lasts(80)]
public sealed class TakeoverTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_leader_that_slept_past_its_lease_finds_itself_deposed_and_writes_nothing()
    {
        await using var pair = await AgentPair.StartAsync();
        Assert.EndsWith(await pair.HolderAsync(), await pair.TokenAsync(), StringComparison.Ordinal);

        pair.First.Process!.Pause();
        int mark;
        try
        {
            await pair.HeldByAsync("standby", "the leader was held");
            // The sleeper hears of this, and of all that follows, when it wakes.
            await pair.DriftIsRepairedAsync();
            await pair.WorkGoesOnAsync("standby", replicas: 2);
            Assert.EndsWith(await pair.HolderAsync(), await pair.TokenAsync(), StringComparison.Ordinal);
            mark = await pair.Audit.MarkAsync(Ct);
        }
        finally
        {
            pair.First.Process.Resume();
        }

        await AgentPair.SaysAsync(pair.First, "\"Name\":\"LeadershipLost\"");
        await AgentPair.SaysAsync(pair.First, $"\"Holder\":\"{await pair.HolderAsync()}\"");
        Assert.Empty(await pair.WrittenAsync(mark));

        // Of two that act there would be two writes.
        mark = await pair.Audit.MarkAsync(Ct);
        await pair.DriftIsRepairedAsync();
        await pair.WorkGoesOnAsync("standby", replicas: 1);
        Assert.Single(await pair.WrittenAsync(mark), path => path.Contains("/services/", StringComparison.Ordinal));
        Assert.EndsWith(await pair.HolderAsync(), await pair.TokenAsync(), StringComparison.Ordinal);
        Assert.False(pair.First.Process.HasExited);
    }

    [Fact]
    public async Task A_leader_that_is_asked_to_stop_gives_its_lease_back_and_the_next_need_not_take_charge()
    {
        await using var pair = await AgentPair.StartAsync();
        var token = await pair.TokenAsync();

        var stopping = pair.First.Process!.StopAsync(Ct);
        await pair.HeldByAsync("standby", "the leader was asked to stop");
        Assert.Equal(0, await stopping);

        await pair.DriftIsRepairedAsync();
        await pair.WorkGoesOnAsync("standby", replicas: 2);
        // Only a lease that was given back with nothing under way leaves it as it is.
        Assert.Equal(token, await pair.TokenAsync());
    }
}
