using Pdp.History.Recording;

namespace Pdp.History.Invariants;

/// <summary>What was acknowledged of each intent, generation by generation.</summary>
internal sealed class Latest
{
    private readonly SortedDictionary<string, SortedDictionary<long, HistoryRecord>> _byIntent = new(StringComparer.Ordinal);

    /// <summary>Notes an acknowledgement; the first of a generation counts.</summary>
    public void Add(string intent, long generation, HistoryRecord record)
    {
        if (!_byIntent.TryGetValue(intent, out var generations)) _byIntent[intent] = generations = [];
        generations.TryAdd(generation, record);
    }

    /// <summary>The acknowledgement of one generation; null when there was none.</summary>
    public HistoryRecord? Find(string intent, long generation) => _byIntent.GetValueOrDefault(intent)?.GetValueOrDefault(generation);

    /// <summary>Forgets an intent.</summary>
    public void Forget(string intent) => _byIntent.Remove(intent);

    /// <summary>The newest generation of each intent that was acknowledged by a record's number.</summary>
    public IEnumerable<(string Intent, long Generation, HistoryRecord Record)> AsOf(long number)
    {
        foreach (var (intent, generations) in _byIntent)
        {
            var newest = generations.LastOrDefault(generation => generation.Value.Number <= number);
            if (newest.Value is not null) yield return (intent, newest.Key, newest.Value);
        }
    }
}
