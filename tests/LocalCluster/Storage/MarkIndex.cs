using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Storage;

/// <summary>The objects of one resource by their marks. Whoever uses it holds the table's lock.</summary>
internal sealed class MarkIndex
{
    private readonly Dictionary<Mark, Dictionary<ObjectKey, StoredObject>> _byMark = [];

    /// <summary>Takes the place of a state, or of none, by another, or by none.</summary>
    public void Replace(StoredObject? before, StoredObject? after)
    {
        // What stays is overwritten.
        if (before is not null) Remove(before, except: after?.Marks);
        if (after is not null) Add(after);
    }

    /// <summary>The objects that bear all of some marks, in key order.</summary>
    public List<StoredObject> Find(IReadOnlyList<Mark> marks)
    {
        var marked = new List<Dictionary<ObjectKey, StoredObject>>(marks.Count);
        foreach (var mark in marks)
        {
            if (!_byMark.TryGetValue(mark, out var objects)) return [];
            marked.Add(objects);
        }

        var fewest = marked.MinBy(objects => objects.Count) ?? [];
        var found = fewest.Values.Where(obj => marked.TrueForAll(objects => objects.ContainsKey(obj.Key))).ToList();
        found.Sort((one, other) => string.CompareOrdinal(one.Key.Namespace, other.Key.Namespace) is not 0 and var order
            ? order
            : string.CompareOrdinal(one.Key.Name, other.Key.Name));
        return found;
    }

    private void Remove(StoredObject obj, IReadOnlySet<Mark>? except)
    {
        foreach (var mark in obj.Marks)
        {
            if (except?.Contains(mark) == true || !_byMark.TryGetValue(mark, out var marked)) continue;
            marked.Remove(obj.Key);
            if (marked.Count == 0) _byMark.Remove(mark);
        }
    }

    private void Add(StoredObject obj)
    {
        foreach (var mark in obj.Marks)
        {
            if (!_byMark.TryGetValue(mark, out var marked)) _byMark[mark] = marked = [];
            marked[obj.Key] = obj;
        }
    }
}
