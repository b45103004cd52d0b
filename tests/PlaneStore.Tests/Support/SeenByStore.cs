namespace Pdp.PlaneStore.Tests.Support;

/// <summary>What a store told of itself.</summary>
internal sealed class SeenByStore : IPlaneStoreEvents
{
    public List<string> Aside { get; } = [];

    public long DroppedEntries { get; private set; }

    public void SetAside(string file, Exception why) => Aside.Add(file);

    public void Dropped(string store, long entries) => DroppedEntries += entries;
}
