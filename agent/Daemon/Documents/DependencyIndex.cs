using Pdp.Core.Intents;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Documents;

/// <summary>Who waits for whom, as far as documents were read. Safe for any number of threads.</summary>
internal sealed class DependencyIndex
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, IReadOnlyList<string>> _dependsOn = [];
    private readonly Dictionary<string, HashSet<string>> _dependents = [];

    /// <summary>Notes what an intent waits for.</summary>
    public void Note(string id, IReadOnlyList<string> dependsOn)
    {
        lock (_lock)
        {
            Drop(id);
            if (dependsOn.Count == 0) return;
            _dependsOn[id] = dependsOn;
            foreach (var other in dependsOn)
            {
                if (!_dependents.TryGetValue(other, out var dependents)) _dependents.Add(other, dependents = []);
                dependents.Add(id);
            }
        }
    }

    /// <summary>Forgets an intent; who waits for it goes on waiting.</summary>
    public void Forget(string id)
    {
        lock (_lock) Drop(id);
    }

    /// <summary>Who waits for an intent.</summary>
    public IReadOnlyList<string> DependentsOf(string id)
    {
        lock (_lock) return _dependents.TryGetValue(id, out var dependents) ? [.. dependents] : [];
    }

    /// <summary>Why an intent must not be acted on: the circle it would stand in. Empty when it stands in none.</summary>
    public IReadOnlyList<RefusalReason> Check(string id, IReadOnlyList<string> dependsOn)
    {
        if (dependsOn.Count == 0) return [];
        Dictionary<string, IReadOnlyList<string>> all;
        lock (_lock) all = new(_dependsOn) { [id] = dependsOn };
        var circle = new DependencyGraph(all).CircleOf(id);
        return circle.Count == 0
            ? []
            : [new RefusalReason(FailureReason.DependencyCycle, "spec.dependsOn", $"must not form a circle: {string.Join(" → ", circle)}")];
    }

    private void Drop(string id)
    {
        if (!_dependsOn.Remove(id, out var before)) return;
        foreach (var other in before)
        {
            var dependents = _dependents[other];
            dependents.Remove(id);
            if (dependents.Count == 0) _dependents.Remove(other);
        }
    }
}
