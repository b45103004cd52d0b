namespace Pdp.Core.Ports;

/// <summary>Work beside the reconciling that only the leader does. It looks after itself: what it cannot do holds up nothing else.</summary>
public interface ILeaderWork
{
    /// <summary>Works until the term ends. Returns or is cancelled then; does not throw otherwise.</summary>
    /// <param name="term">Cancelled when this agent no longer leads, or is stopped.</param>
    Task RunAsync(CancellationToken term);
}
