namespace Pdp.Core.Ports;

/// <summary>Whether this agent is the one that acts.</summary>
public interface ILeadership
{
    /// <summary>Certain to lead at this moment. False as soon as there is a doubt, before anybody else can lead.</summary>
    bool IsLeader { get; }
}
