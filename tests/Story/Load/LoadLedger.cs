namespace Pdp.Story.Load;

/// <summary>Keeps count of the requests of all clients.</summary>
internal sealed class LoadLedger
{
    private const int FailuresKept = 5;
    private readonly Lock _lock = new();
    private readonly List<TimeSpan> _times = [];
    private readonly List<string> _failures = [];
    private readonly Dictionary<string, int> _versions = new(StringComparer.Ordinal);
    private int _failed;

    /// <summary>How many requests so far.</summary>
    public int Requests
    {
        get
        {
            lock (_lock)
            {
                return _times.Count;
            }
        }
    }

    /// <summary>A request that was answered.</summary>
    public void Answered(string version, TimeSpan took)
    {
        lock (_lock)
        {
            _times.Add(took);
            _versions[version] = _versions.GetValueOrDefault(version) + 1;
        }
    }

    /// <summary>A request that was not, or not well.</summary>
    public void Failed(string why, TimeSpan took)
    {
        lock (_lock)
        {
            _times.Add(took);
            _failed++;
            if (_failures.Count < FailuresKept)
            {
                _failures.Add($"request {_times.Count} after {took.TotalMilliseconds:0} ms: {why}");
            }
        }
    }

    /// <summary>The count as it stands.</summary>
    public LoadReport Close()
    {
        lock (_lock)
        {
            var sorted = _times.Order().ToArray();
            return new LoadReport(
                sorted.Length, _failed, [.. _failures], new Dictionary<string, int>(_versions),
                At(sorted, 0.5), At(sorted, 0.99), At(sorted, 1));
        }
    }

    private static TimeSpan At(TimeSpan[] sorted, double share) =>
        sorted.Length == 0 ? TimeSpan.Zero : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
}
