namespace Pdp.Core.Logs.Reading;

/// <summary>
/// Skips the lines a server sends again when a log is resumed. As many as were taken from the position's second on, but none later than the newest
/// that was taken: when the log was rotated meanwhile there are fewer of them.
/// </summary>
/// <param name="position">Where the log is resumed.</param>
/// <param name="before">How many lines the server sends first that are from before the clock was set back.</param>
internal sealed class PositionFilter(LogPosition position, long before = 0)
{
    private long _before = before;
    private int _left = position.Again;

    /// <summary>
    /// Of a line that is new: whether lines before it may be gone. The newest line that was taken should have come again; if it did not, the log was
    /// rotated or cut down meanwhile, and what had followed that line may be gone with it.
    /// </summary>
    public bool IsTorn { get; private set; }

    /// <summary>Whether the next line has not been taken before.</summary>
    public bool IsNew(DateTimeOffset time)
    {
        if (_before > 0)
        {
            _before--;
            return false;
        }
        if (_left > 0 && time <= position.Newest)
        {
            _left--;
            return false;
        }
        IsTorn = _left > 0 && _left == position.Again;
        _left = 0;
        return true;
    }
}
