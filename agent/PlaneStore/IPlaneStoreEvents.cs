namespace Pdp.PlaneStore;

/// <summary>What a store tells of itself. Called while it works: must return at once and not throw.</summary>
public interface IPlaneStoreEvents
{
    /// <summary>A file that cannot be read was renamed and is not used any more; what was in it is lost to queries.</summary>
    void SetAside(string file, Exception why);

    /// <summary>Things went by age or for room.</summary>
    /// <param name="store">The store: <c>metrics</c>, <c>events</c>, <c>runs</c> or <c>requests</c>.</param>
    /// <param name="entries">How many.</param>
    void Dropped(string store, long entries);
}
