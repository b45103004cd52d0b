namespace Pdp.PlaneStore;

/// <summary>The store cannot do what it was asked; the message says what to change.</summary>
public sealed class PlaneStoreException : Exception
{
    /// <summary>With the message for whoever runs the agent.</summary>
    public PlaneStoreException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
