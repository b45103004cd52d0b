namespace Pdp.Core.Logs;

/// <summary>
/// How far a container's log has been read. A log is resumed from a whole second (the kubelet's resolution) and the lines that were taken from
/// that second on are counted, so that several lines of one time, or a clock set back, neither lose nor repeat a line.
/// </summary>
/// <param name="Run">Which run of the container: its container id.</param>
/// <param name="Newest">The newest time of a line that was taken.</param>
/// <param name="Taken">How many lines the server would send again when asked for those since <see cref="Second"/>; 0 or more.</param>
public sealed record LogPosition(string Run, DateTimeOffset Newest, int Taken)
{
    /// <summary>The whole second to resume from.</summary>
    public DateTimeOffset Second => SecondOf(Newest);

    /// <summary>After one more line.</summary>
    public LogPosition After(DateTimeOffset line)
    {
        var newest = line > Newest ? line : Newest;
        var second = SecondOf(newest);
        if (second > Second) return new LogPosition(Run, newest, 1);
        return line < second ? this : this with { Newest = newest, Taken = Taken + 1 };
    }

    /// <summary>Before the first line of a run.</summary>
    public static LogPosition StartOf(string run) => new(run, DateTimeOffset.UnixEpoch, 0);

    private static DateTimeOffset SecondOf(DateTimeOffset time) => time.AddTicks(-(time.UtcTicks % TimeSpan.TicksPerSecond));
}
