using Pdp.Benchmarks.Storm;
using Pdp.Benchmarks.Storm.Fleet;
using Pdp.Story;

namespace Pdp.EndToEnd.Storm;

/// <summary>The storm of the benchmarks, small: what must hold whatever the machine.</summary>
public sealed class SmallStormTests
{
    private const int Agents = 200;
    private const double FirstDialsWithin = 1;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_agents_of_a_killed_control_plane_come_back_and_none_is_refused_twice_in_a_row()
    {
        await using var stage = await StormStage.OpenAsync(Agents, Cancel);
        await using var fleet = AgentFleet.Start(await stage.CreatePlanesAsync(Agents, FirstDialsWithin, Cancel));
        await UntilAsync("all agents to be connected", () => fleet.Counts.Connected == Agents);
        await stage.PutAsync(0, Cancel);
        await UntilAsync("the intent to be acknowledged", () => fleet.Counts.Acknowledged == 1);

        await stage.Control.KillAsync(Cancel);
        await UntilAsync("all agents to notice", () => fleet.Counts.Connected == 0);
        await stage.Control.RestartAsync(Cancel);
        await UntilAsync("all agents to be back", () => fleet.Counts.Connected == Agents);

        Assert.Equal(0, fleet.Counts.RefusedTwice);
        // All that was acknowledged before the kill was known to both sides after it.
        Assert.Equal((1, 0), (fleet.Counts.Acknowledged, fleet.Counts.Compared));
    }

    private static Task UntilAsync(string what, Func<bool> so) => Poll.UntilTrueAsync(what, () => Task.FromResult(so()), Limit, Cancel);
}
