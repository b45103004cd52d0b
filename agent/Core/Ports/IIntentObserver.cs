namespace Pdp.Core.Ports;

/// <summary>Told of every change of what is held, in order, on the thread that follows the cluster: be quick.</summary>
public interface IIntentObserver
{
    /// <summary>An intent came, changed or went, or is known not to be held.</summary>
    /// <param name="id">The intent.</param>
    /// <param name="before">As it was; null when it was not held.</param>
    /// <param name="after">As it is; null when it is not held.</param>
    void Changed(string id, StoredIntent? before, StoredIntent? after);

    /// <summary>
    /// After <see cref="Changed"/>: what the status says was not written by this process, as far as it knows. Somebody edited it, or a write
    /// that was never answered landed after the intent had been looked at again.
    /// </summary>
    /// <param name="id">The intent.</param>
    void StatusReplaced(string id)
    {
    }
}
