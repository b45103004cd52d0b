using Pdp.Story.Processes;
using Pdp.Story.Staging;

namespace Pdp.Story.Steps;

/// <summary>Step 1.</summary>
internal sealed class AgentConnects : IStep
{
    public string Title => "cluster, stub and agent are up; the agent has dialled out and listens on no port but those it was given";

    public async Task<string> PlayAsync(Stage stage, CancellationToken ct)
    {
        var started = TimeProvider.System.GetTimestamp();
        await stage.OpenAsync(ct);
        await stage.ConnectedAsync(ct);
        var took = TimeProvider.System.GetElapsedTime(started);
        var ports = await Listeners.PortsAsync(stage.Agent.Process!.Id, ct);
        var given = stage.Agent.Ports;
        return ports.Order().SequenceEqual(given.Order())
            ? $"connected {took.TotalSeconds:0.0} s after the start; the agent listens on port {string.Join(" and ", given)} only, " +
              $"the stub on {stage.Control.Agents.Port} for agents and {stage.Control.Operators.Port} for operators"
            : throw new StoryException($"the agent listens on {string.Join(", ", ports)}; it was given {string.Join(", ", given)}");
    }
}
