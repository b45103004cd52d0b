using Pdp.Simulation.Cli;

namespace Pdp.Simulation.Tests;

/// <summary>A month without a control plane.</summary>
[Lasts(180)]
public sealed class ThirtyDaysTests
{
    [Fact]
    public async Task The_agent_repairs_and_rotates_by_itself_and_only_what_differs_travels_afterwards()
    {
        var result = await ThirtyDays.PlayAsync(TestContext.Current.CancellationToken);

        Assert.Empty(result.Violations);
        Assert.True(result.Simulated > TimeSpan.FromDays(30));
        // Every hour, where there was something of the kind that was to be edited.
        Assert.InRange(result.Drifts, 400, 30 * 24);
        Assert.Equal(30, result.Rotations);
        // The one in use, and the one before if a kept revision still names it.
        Assert.InRange(result.Secrets, 1, 2);
        Assert.Equal(1, result.Frames["frame hello sent"]);
        Assert.Equal(1, result.Frames["frame compare sent"]);
        Assert.Equal(1, result.Frames["frame inventory sent"]);
        Assert.Equal(1, result.Frames["frame intent sent"]);
        Assert.Equal(1, result.Frames["frame ack sent"]);
    }
}
