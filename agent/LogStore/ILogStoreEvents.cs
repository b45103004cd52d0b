namespace Pdp.LogStore;

/// <summary>What the store tells of itself. Called while it works: must return at once and not throw.</summary>
public interface ILogStoreEvents
{
    /// <summary>A segment went.</summary>
    /// <param name="file">Its file.</param>
    /// <param name="reason">Why.</param>
    /// <param name="entries">How many entries went with it.</param>
    void Dropped(string file, DropReason reason, long entries);

    /// <summary>A file that cannot be read was renamed and is not used any more; what was in it is lost to searches.</summary>
    void SetAside(string file, Exception why);
}
