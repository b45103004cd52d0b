namespace Pdp.ControlStub.Store;

/// <summary>Lets one at a time work on a plane, whichever process it is in.</summary>
internal interface ITurns
{
    /// <summary>Stands for what belongs to no plane: shared documents, the control plane's own keys. Taken after a plane's turn, never before.</summary>
    const string Shared = "";

    /// <summary>Waits for the turn; disposing it lets the next one in. A turn ends with its process, too.</summary>
    Task<IAsyncDisposable> TakeAsync(string plane, CancellationToken cancellationToken);
}
