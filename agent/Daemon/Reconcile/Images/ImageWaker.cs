using Pdp.Core.Ports;

namespace Pdp.Daemon.Reconcile.Images;

/// <summary>Wakes an intent when there is news of its images.</summary>
internal sealed class ImageWaker(ReconcileQueue queue) : IImageObserver
{
    /// <inheritdoc/>
    public void Changed(string intentId) => queue.Wake(intentId);
}
