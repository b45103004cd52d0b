namespace Pdp.Daemon.Documents;

/// <summary>
/// Which intents want to be looked at again when something changes. What can be of interest has a topic, see <see cref="Topics"/>. Note
/// an interest before looking at what it is in, so that no change falls in between. Safe for any number of threads.
/// </summary>
internal sealed class InterestIndex
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Id, string Why), IReadOnlyCollection<string>> _topics = [];
    private readonly Dictionary<string, HashSet<(string Id, string Why)>> _interested = [];

    /// <summary>Notes what an intent is interested in, in place of what it was interested in before for the same cause.</summary>
    /// <param name="id">The intent.</param>
    /// <param name="why">The cause; interests of different causes do not replace one another.</param>
    /// <param name="topics">What it is interested in.</param>
    public void Note(string id, string why, IReadOnlyCollection<string> topics)
    {
        lock (_lock)
        {
            Drop((id, why));
            if (topics.Count == 0) return;
            _topics[(id, why)] = topics;
            foreach (var topic in topics)
            {
                if (!_interested.TryGetValue(topic, out var interested)) _interested.Add(topic, interested = []);
                interested.Add((id, why));
            }
        }
    }

    /// <summary>Who is interested in a topic, each once.</summary>
    public IReadOnlyList<string> InterestedIn(string topic)
    {
        lock (_lock) return _interested.TryGetValue(topic, out var interested) ? [.. interested.Select(one => one.Id).Distinct()] : [];
    }

    /// <summary>Forgets all interests of an intent.</summary>
    public void Forget(string id)
    {
        lock (_lock)
        {
            foreach (var key in _topics.Keys.Where(key => key.Id == id).ToList()) Drop(key);
        }
    }

    private void Drop((string Id, string Why) key)
    {
        if (!_topics.Remove(key, out var before)) return;
        foreach (var topic in before)
        {
            var interested = _interested[topic];
            interested.Remove(key);
            if (interested.Count == 0) _interested.Remove(topic);
        }
    }
}
