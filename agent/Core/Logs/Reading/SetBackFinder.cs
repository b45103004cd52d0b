namespace Pdp.Core.Logs.Reading;

/// <summary>
/// Counts the lines of a log that stand before the place where its clock was last set back. A server picks lines by their time: resumed after that place,
/// it sends those of before again which are stamped later.
/// </summary>
public sealed class SetBackFinder
{
    private DateTimeOffset _newest = DateTimeOffset.MinValue;
    private long _lines;

    /// <summary>How many lines stand before it; 0 when the log has no such place.</summary>
    public long LinesBefore { get; private set; }

    /// <summary>Takes in the time of the next line; null when the server did not say.</summary>
    public void Add(DateTimeOffset? time)
    {
        if (time is { } at)
        {
            if (_newest - at > LogPosition.SetBackBy)
            {
                LinesBefore = _lines;
                _newest = at;
            }
            else if (at > _newest)
            {
                _newest = at;
            }
        }
        _lines++;
    }
}
