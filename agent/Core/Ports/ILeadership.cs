namespace Pdp.Core.Ports;

/// <summary>Whether this agent is the one that acts.</summary>
public interface ILeadership
{
    /// <summary>Certain to lead at this moment. False as soon as there is a doubt, before anybody else can lead.</summary>
    bool IsLeader { get; }

    /// <summary>
    /// What this leader's writes are made under; null while it does not lead. It differs from that of every leader before it that may have
    /// left a write behind which lands late.
    /// </summary>
    string? FencingToken { get; }

    /// <summary>Asks the cluster whether this agent leads, for when its own clock may be wrong about it.</summary>
    /// <exception cref="ClusterException">It does not, or that cannot be found out.</exception>
    Task ConfirmAsync(CancellationToken cancellationToken);

    /// <summary>Tells that a write was sent and its outcome is not known: the next leader must fence it off.</summary>
    void LeaveUnsettled();
}
