namespace Pdp.Observability.Logs.Loki;

/// <summary>
/// How far a tail has come: the newest moment, and which lines of it were told. Several lines can be of one moment, so going on after it could lose some and
/// going on at it tells some again, which are known here.
/// </summary>
/// <param name="start">Where it begins, nanoseconds.</param>
internal sealed class LokiPlace(long start)
{
    private readonly Dictionary<LokiLine, int> _told = [];
    private Dictionary<LokiLine, int> _again = [];

    /// <summary>Where to go on, nanoseconds.</summary>
    public long Start { get; private set; } = start;

    /// <summary>The tail is opened anew: what was told of its moment comes again.</summary>
    public void Reopen() => _again = new Dictionary<LokiLine, int>(_told);

    /// <summary>Takes a line; false when it was told before.</summary>
    public bool TryTake(LokiLine line)
    {
        if (line.Nanoseconds < Start) return true;
        if (line.Nanoseconds > Start)
        {
            Start = line.Nanoseconds;
            _told.Clear();
            _again.Clear();
        }
        if (_again.TryGetValue(line, out var left) && left > 0)
        {
            _again[line] = left - 1;
            return false;
        }
        _told[line] = _told.GetValueOrDefault(line) + 1;
        return true;
    }
}
