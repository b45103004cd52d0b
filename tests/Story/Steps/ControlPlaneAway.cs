using Pdp.Story.Staging;
using Pdp.Story.Wire;

namespace Pdp.Story.Steps;

/// <summary>Step 12.</summary>
internal sealed class ControlPlaneAway : IStep
{
    private static readonly TimeSpan ArriveLimit = TimeSpan.FromSeconds(90);

    public string Title => "the stub is killed and a repair still happens; it comes back with a change made meanwhile, and the change arrives";

    public async Task<string> PlayAsync(Stage stage, CancellationToken ct)
    {
        await stage.Control.KillAsync(ct);
        var repaired = await DriftIsRepaired.EditDeploymentAsync(stage, ct);

        // The change is made while agents dial a port nobody listens on, so that it cannot have travelled over a living session.
        await stage.Control.RestartOutOfReachOfAgentsAsync(ct);
        var generation = await stage.ChangeAsync(
            Shop.Frontend, spec => spec["replicas"] = 2, ct);
        var held = await stage.IntentAsync(Shop.Frontend, ct);
        if (held.ObservedGeneration >= generation)
        {
            throw new StoryException($"the agent knew of the change before it could: {held}");
        }

        await stage.Control.KillAsync(ct);
        var back = TimeProvider.System.GetTimestamp();
        await stage.Control.RestartAsync(ct);
        await stage.ConnectedAsync(ct);
        var connected = TimeProvider.System.GetElapsedTime(back);
        await stage.PhaseAsync(Shop.Frontend, generation, "Healthy", ArriveLimit, ct);
        var arrived = TimeProvider.System.GetElapsedTime(back);
        var deployment = (await stage.Cluster.ListAsync(ClusterPaths.OfIntent("deployments", Shop.Frontend), ct))[0];
        return (int?)deployment["spec"]?["replicas"] == 2
            ? $"repaired after {repaired.TotalMilliseconds:0} ms without the stub; reconnected {connected.TotalSeconds:0.0} s after it was back, " +
              $"the change Healthy after {arrived.TotalSeconds:0.0} s"
            : throw new StoryException("the change is said to be Healthy, but the Deployment does not have two replicas");
    }
}
