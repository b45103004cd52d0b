namespace Pdp.ControlStub.Store;

/// <summary>
/// What has changed in the store, whichever process changed it. A change is told once it can be read, never before, and in the order of
/// the commits. What could not be told for certain is told as <see cref="StoreChange.Interrupted"/>.
/// </summary>
internal interface IChangeFeed
{
    /// <summary>Hears of every change from now on, until disposed.</summary>
    /// <param name="hear">Called for one change after another, by whatever thread; must be quick, and must not throw.</param>
    IDisposable Subscribe(Action<StoreChange> hear);
}
