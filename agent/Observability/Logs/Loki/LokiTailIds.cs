namespace Pdp.Observability.Logs.Loki;

/// <summary>
/// Ids of lines that are followed: the moment to 100 nanoseconds, and in its last two digits which line of it. They never sink, though clocks of nodes differ;
/// whoever comes again with one goes on after that line. From the hundredth of a moment on lines share an id and would rather come twice than not.
/// </summary>
internal sealed class LokiTailIds
{
    private const int Moment = 100;

    private readonly long _resumed;
    private long _moment;
    private int _skip;
    private int _count;

    private LokiTailIds(long moment, int skip) => (Start, _resumed, _moment, _skip) = (moment, moment, moment, skip);

    /// <summary>Where to begin, nanoseconds.</summary>
    public long Start { get; }

    /// <summary>Ids from a time on, nanoseconds.</summary>
    public static LokiTailIds From(long nanoseconds) => new(nanoseconds - (nanoseconds % Moment), 0);

    /// <summary>Ids after one that was told.</summary>
    public static LokiTailIds After(long id) => new(id - (id % Moment), (int)(id % Moment) + 1);

    /// <summary>The id of the next line; null when it was told before.</summary>
    public long? Next(LokiLine line)
    {
        var moment = line.Nanoseconds - (line.Nanoseconds % Moment);
        if (moment > _moment) (_moment, _count) = (moment, 0);
        if (moment == _moment) _count++;
        if (moment == _resumed && _skip > 0)
        {
            _skip--;
            return null;
        }
        return _moment + Math.Clamp(_count - 1, 0, Moment - 1);
    }
}
