using Pdp.Core.Routing;
using Pdp.Daemon.Reconcile;

namespace Pdp.Daemon.Routing;

/// <summary>Which major versions to look at, each at most once however often it is woken.</summary>
internal sealed class VersionQueue(TimeProvider time) : IDisposable
{
    private readonly ReconcileQueue _queue = new(time, mostPerTenant: 1);

    /// <summary>Asks for a group to be looked at.</summary>
    public void Wake(VersionGroup group) => _queue.Wake(group.ToString());

    /// <summary>Asks for a group to be looked at after a while.</summary>
    public void WakeIn(VersionGroup group, TimeSpan delay) => _queue.WakeIn(group.ToString(), delay);

    /// <summary>Waits for the next group; whoever takes one gives it back by <see cref="Done"/>.</summary>
    public async Task<VersionGroup> TakeAsync(CancellationToken cancellationToken)
    {
        var parts = (await _queue.TakeAsync(cancellationToken)).Split('/');
        return new VersionGroup(parts[0], parts[1]);
    }

    /// <summary>The worker is through with a group.</summary>
    public void Done(VersionGroup group) => _queue.Done(group.ToString());

    /// <inheritdoc/>
    public void Dispose() => _queue.Dispose();
}
