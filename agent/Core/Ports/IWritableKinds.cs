namespace Pdp.Core.Ports;

/// <summary>The kinds of objects the agent may write. Whatever an agent left of an intent is of one of them.</summary>
public interface IWritableKinds
{
    /// <summary>
    /// Waits until all of them are followed: only then does a reading of the cluster tell of everything that is left of an intent, whichever
    /// agent made it and when. Costs nothing once they are.
    /// </summary>
    /// <exception cref="ClusterException">One that the cluster serves cannot be read now.</exception>
    Task FollowAsync(CancellationToken cancellationToken);
}
