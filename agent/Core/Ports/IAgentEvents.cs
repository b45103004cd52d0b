namespace Pdp.Core.Ports;

/// <summary>The cluster's events about the agent itself. Never waits and never fails; repeats are counted, floods dropped.</summary>
public interface IAgentEvents
{
    /// <summary>Notes that something happened to the agent.</summary>
    /// <param name="isWarning">Whether somebody should look.</param>
    /// <param name="reason">CamelCase.</param>
    /// <param name="message">One sentence.</param>
    void Note(bool isWarning, string reason, string message);
}
