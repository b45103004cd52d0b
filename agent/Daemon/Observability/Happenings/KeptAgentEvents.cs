using Pdp.Core.Ports;

namespace Pdp.Daemon.Observability.Happenings;

/// <summary>Events about the agent itself go to the cluster as before, and into the store. They are of no tenant.</summary>
internal sealed class KeptAgentEvents(IAgentEvents agent, EventIntake intake, TimeProvider time) : IAgentEvents
{
    /// <inheritdoc/>
    public void Note(bool isWarning, string reason, string message)
    {
        agent.Note(isWarning, reason, message);
        intake.Post(OwnEvent.Of(isWarning, reason, message, time.GetUtcNow()) with { Kind = "Agent", Name = "pdp-agent" });
    }
}
