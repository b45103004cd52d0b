namespace Pdp.LogStore;

/// <summary>The store cannot do what it was asked; the message says what to change.</summary>
public sealed class LogStoreException : Exception
{
    /// <summary>With the message for whoever runs the agent.</summary>
    public LogStoreException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
