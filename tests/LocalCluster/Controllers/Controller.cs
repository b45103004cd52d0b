using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers;

/// <summary>
/// The loop every controller is: watches put keys into a queue, one worker compares what is wanted with what is there and makes the
/// next change. Reads go to the store itself, so a controller never acts on an old picture; a conflict is looked at again.
/// </summary>
internal abstract partial class Controller(IClusterApi api, TimeProvider time, ILogger logger) : BackgroundService
{
    /// <summary>The field manager of all controllers, as in a real cluster.</summary>
    public const string ManagerName = "kube-controller-manager";

    private readonly WorkQueue<ObjectKey> _queue = new(time);

    protected IClusterApi Api => api;

    protected TimeProvider Time => time;

    protected DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The resources to follow and what to do with a change, usually <see cref="Enqueue(ObjectKey)"/>.</summary>
    protected abstract IEnumerable<(string Resource, Action<WatchEvent> Handle)> Watches { get; }

    /// <summary>Brings one object closer to what it says. Called for deleted objects too.</summary>
    protected abstract void Reconcile(ObjectKey key);

    public override void Dispose()
    {
        _queue.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    protected void Enqueue(ObjectKey key) => _queue.Add(key);

    protected void Enqueue(WatchEvent change) => _queue.Add(ObjectKey.Of(change.Object));

    protected void EnqueueAfter(ObjectKey key, TimeSpan delay) => _queue.AddAfter(key, delay);

    /// <summary>Enqueues the object of <paramref name="kind"/> that controls the changed one.</summary>
    /// <returns>False when nothing controls it.</returns>
    protected bool EnqueueController(WatchEvent change, string kind)
    {
        if (change.Object.Controller() is not { } owner) return false;
        if (owner.Kind == kind) _queue.Add(new ObjectKey(change.Object.Namespace(), owner.Name));
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await Task.WhenAll(Watches.Select(watch => FollowAsync(watch.Resource, watch.Handle, stoppingToken)).Append(WorkAsync(stoppingToken)));
    }

    private async Task FollowAsync(string resource, Action<WatchEvent> handle, CancellationToken cancellationToken)
    {
        await foreach (var change in api.Watch(resource, cancellationToken).ReadAllAsync(cancellationToken)) handle(change);
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var key = await _queue.TakeAsync(cancellationToken);
            Attempt(key);
            _queue.Done(key);
        }
    }

    private void Attempt(ObjectKey key)
    {
        try
        {
            Reconcile(key);
            _queue.Forget(key);
        }
        catch (ApiException refused) when (refused.IsConflict || refused.IsNotFound || refused.IsAlreadyExists)
        {
            // Somebody else was quicker: look again at what is there now.
            _queue.Retry(key);
        }
#pragma warning disable CA1031 // A controller outlives whatever one object makes it trip over; the log and the retry keep it visible.
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogReconcileFailed(logger, error, GetType().Name, key);
            _queue.Retry(key);
        }
    }
}
