namespace Pdp.Core.Logs.Reading;

/// <summary>
/// Skips the lines a server sends again when a log is resumed. As many as were taken from the position's second on, but none later than the newest
/// that was taken: when the log was rotated meanwhile there are fewer of them.
/// </summary>
internal sealed class PositionFilter(LogPosition position)
{
    private int _left = position.Again;

    /// <summary>Whether the next line has not been taken before.</summary>
    public bool IsNew(DateTimeOffset time)
    {
        if (_left > 0 && time <= position.Newest)
        {
            _left--;
            return false;
        }
        _left = 0;
        return true;
    }
}
