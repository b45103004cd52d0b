namespace Pdp.LogStore.Queries;

/// <summary>A query that cannot be answered as it is; the message names the field and says what to change.</summary>
public sealed class LogQueryException : Exception
{
    /// <summary>With the message for the caller.</summary>
    public LogQueryException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
