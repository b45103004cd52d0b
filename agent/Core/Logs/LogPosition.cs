namespace Pdp.Core.Logs;

/// <summary>
/// How far a container's log has been read. A log is resumed from a whole second (the kubelet's resolution) and the lines that were taken from
/// that second on are counted, so that several lines of one time neither lose nor repeat a line. It is the second before the newest line's:
/// the two streams of a container are stamped apart, and their lines may stand in a log a little out of order.
/// </summary>
/// <param name="Run">Which run of the container: its container id.</param>
/// <param name="Newest">The newest time of a line that was taken, since the clock was last set back.</param>
/// <param name="Taken">How many lines of the newest second were taken; 0 or more.</param>
/// <param name="TakenBefore">How many of the second before it; 0 or more.</param>
/// <param name="Ahead">The newest time from before the clock was set back; null when it was not, or has passed that time again.</param>
public sealed record LogPosition(string Run, DateTimeOffset Newest, int Taken, int TakenBefore = 0, DateTimeOffset? Ahead = null)
{
    /// <summary>A line this much older than the one before was stamped by a clock that was set back; less is the disorder of two streams.</summary>
    public static readonly TimeSpan SetBackBy = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    /// <summary>The whole second to resume from; null before the first line.</summary>
    public DateTimeOffset? Since => Again == 0 ? null : SecondOf(Newest) - OneSecond;

    /// <summary>How many lines that were taken the server sends again when asked for those since <see cref="Since"/>, of those after a clock was set back.</summary>
    public int Again => Taken + TakenBefore;

    /// <summary>After one more line.</summary>
    public LogPosition After(DateTimeOffset line)
    {
        // Held to the time the clock had before, a server would leave out all that is written until it has come there again.
        if (Newest - line > SetBackBy) return new LogPosition(Run, line, 1, 0, Ahead > Newest ? Ahead : Newest);
        var ahead = line > Ahead ? null : Ahead;
        var (second, newest) = (SecondOf(line), SecondOf(Newest));
        if (second > newest) return new LogPosition(Run, line, 1, second - newest == OneSecond ? Taken : 0, ahead);
        if (second == newest) return this with { Newest = line > Newest ? line : Newest, Taken = Taken + 1, Ahead = ahead };
        return newest - second == OneSecond ? this with { TakenBefore = TakenBefore + 1 } : this;
    }

    /// <summary>Before the first line of a run.</summary>
    public static LogPosition StartOf(string run) => new(run, DateTimeOffset.UnixEpoch, 0);

    private static DateTimeOffset SecondOf(DateTimeOffset time) => time.AddTicks(-(time.UtcTicks % TimeSpan.TicksPerSecond));
}
