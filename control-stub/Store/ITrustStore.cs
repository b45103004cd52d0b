using Pdp.ControlStub.Trust;

namespace Pdp.ControlStub.Store;

/// <summary>What agents are told to believe.</summary>
internal interface ITrustStore
{
    /// <summary>The newest version; null before the first.</summary>
    Task<TrustRecord?> FindAsync(CancellationToken cancellationToken);

    /// <summary>Puts a version in the place of the one before it.</summary>
    /// <returns>False, with nothing changed, when somebody was faster: the version before is not the one there.</returns>
    Task<bool> ReplaceAsync(TrustRecord next, IReadOnlyList<NewEvent> happened, CancellationToken cancellationToken);
}
