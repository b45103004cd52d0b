using Pdp.Core.Routing;

namespace Pdp.Daemon.Routing;

/// <summary>Since when versions stand as they do. Begins anew with each term: then they have to settle once more, and nothing else is lost.</summary>
internal sealed class VersionAges(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (Standing Standing, DateTimeOffset Since)> _byIntent = [];

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (_lock) _byIntent.Clear();
    }

    /// <summary>Since when a version stands so, being looked at now.</summary>
    public DateTimeOffset Since(string intentId, Standing standing)
    {
        lock (_lock)
        {
            if (_byIntent.TryGetValue(intentId, out var known) && known.Standing == standing) return known.Since;
            var now = time.GetUtcNow();
            _byIntent[intentId] = (standing, now);
            return now;
        }
    }
}
