using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers.Garbage;

/// <summary>
/// Deletes what no owner is left for, and carries out foreground and orphaning deletion. It follows every resource the API serves,
/// custom ones included, as they come.
/// </summary>
internal sealed partial class GarbageCollector(IClusterApi api, TimeProvider time, ILogger<GarbageCollector> logger) : BackgroundService
{
    private const string Definitions = "customresourcedefinitions.apiextensions.k8s.io";
    // Nothing owns through events, and they are the most numerous of all.
    private static readonly HashSet<string> Ignored = new(StringComparer.Ordinal) { "events", "events.events.k8s.io" };

    private static readonly TimeSpan _lookAgain = TimeSpan.FromSeconds(5);

    private readonly OwnershipGraph _graph = new();
    private readonly WorkQueue<string> _queue = new(time);

    public override void Dispose()
    {
        _queue.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await Task.WhenAll(FollowDefinitionsAsync(stoppingToken), WorkAsync(stoppingToken));
    }

    private async Task FollowDefinitionsAsync(CancellationToken cancellationToken)
    {
        var followed = new Dictionary<string, Task>(StringComparer.Ordinal);
        Follow();
        await foreach (var _ in api.Watch(Definitions, cancellationToken).ReadAllAsync(cancellationToken)) Follow();

        void Follow()
        {
            foreach (var resource in api.Resources)
            {
                if (Ignored.Contains(resource.Resource) || (followed.TryGetValue(resource.Resource, out var task) && !task.IsCompleted)) continue;
                followed[resource.Resource] = FollowAsync(resource.Resource, cancellationToken);
            }
        }
    }

    private async Task FollowAsync(string resource, CancellationToken cancellationToken)
    {
        await Task.Yield();
        while (true)
        {
            try
            {
                await foreach (var change in api.Watch(resource, cancellationToken).ReadAllAsync(cancellationToken)) Note(resource, change);
                return;
            }
            catch (ApiException refused) when (refused.IsNotFound)
            {
                // Not served any more; a definition that comes again is followed again.
                return;
            }
#pragma warning disable CA1031 // What is not followed is never collected; the log keeps it visible.
            catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
            {
                LogFollowFailed(logger, error, resource);
                await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
            }
        }
    }

    private void Note(string resource, WatchEvent change)
    {
        var obj = OwnedObject.Of(resource, change.Object);
        // A watch that fell behind shows an object made anew under its name as a change of the one before.
        if (_graph.FindNamed(resource, obj.Key) is { } former && former.Uid != obj.Uid) Gone(former);
        if (change.Type == WatchEventType.Deleted)
        {
            Gone(obj);
            return;
        }

        var before = _graph.Put(obj);
        // One it no longer names may have waited for it.
        foreach (var owner in before?.Owners.Except(obj.Owners) ?? []) _queue.Add(owner.Uid);
        if (obj.IsDeleting ? obj.Orphans || obj.Foreground : obj.Owners.Count > 0 && (before is null || !before.Owners.SequenceEqual(obj.Owners))) _queue.Add(obj.Uid);
    }

    private void Gone(OwnedObject obj)
    {
        var dependents = _graph.DependentsOf(obj.Uid);
        _graph.Remove(obj.Uid);
        foreach (var dependent in dependents) _queue.Add(dependent.Uid);
        // An owner that waits for this one may be able to go now.
        foreach (var owner in obj.Owners) _queue.Add(owner.Uid);
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var uid = await _queue.TakeAsync(cancellationToken);
            try
            {
                if (_graph.Find(uid) is { } obj) Process(obj);
                _queue.Forget(uid);
            }
            catch (ApiException refused) when (refused.IsNotFound)
            {
                // Gone by itself.
            }
#pragma warning disable CA1031 // The collector outlives whatever one object makes it trip over; the log and the retry keep it visible.
            catch (Exception error)
#pragma warning restore CA1031
            {
                if (error is not ApiException { IsConflict: true }) LogCollectFailed(logger, error, uid);
                _queue.Retry(uid);
            }

            _queue.Done(uid);
        }
    }

    private void Process(OwnedObject obj)
    {
        if (obj is { IsDeleting: true, Orphans: true }) Orphan(obj);
        else if (obj is { IsDeleting: true, Foreground: true }) DeleteDependents(obj);
        else if (!obj.IsDeleting) CheckOwners(obj);
    }

    // Looked for anew: one that no watch has told of yet would be taken for left behind as soon as its owner is gone.
    private void Orphan(OwnedObject owner)
    {
        foreach (var resource in api.Resources.Select(served => served.Resource).Where(name => !Ignored.Contains(name)))
        {
            foreach (var dependent in api.Marked(resource, Mark.OwnedBy(owner.Uid)))
                DropReferences(OwnedObject.Of(resource, dependent), reference => reference == owner.Uid);
        }

        DropFinalizer(owner, OwnedObject.OrphanFinalizer);
    }

    private void DeleteDependents(OwnedObject owner)
    {
        var dependents = _graph.DependentsOf(owner.Uid);
        foreach (var dependent in dependents.Where(dependent => !dependent.IsDeleting)) CheckOwners(dependent);
        if (!dependents.Any(dependent => dependent.Owners.Any(reference => reference.Uid == owner.Uid && reference.BlockOwnerDeletion)))
            DropFinalizer(owner, OwnedObject.ForegroundFinalizer);
    }

    // Judged as it is now: each resource is watched by itself, so an owner may be seen to go before it is seen that it was let go of.
    private void CheckOwners(OwnedObject seen)
    {
        if (api.Get(seen.Resource, seen.Key.Namespace, seen.Key.Name) is not { } live || live.Uid() != seen.Uid || live.IsDeleting()) return;
        var obj = OwnedObject.Of(seen.Resource, live);
        var owners = obj.Owners.Select(reference => (reference.Uid, State: StateOf(reference, obj.Key.Namespace))).ToList();
        if (owners.Count == 0) return;
        if (owners.Exists(owner => owner.State == OwnerState.Unknown))
        {
            // Not served at the moment, or never: nothing is known until it is.
            _queue.AddAfter(obj.Uid, _lookAgain);
            return;
        }

        if (owners.Exists(owner => owner.State == OwnerState.There))
        {
            var gone = owners.Where(owner => owner.State != OwnerState.There).Select(owner => owner.Uid).ToHashSet(StringComparer.Ordinal);
            if (gone.Count > 0) DropReferences(obj, gone.Contains);
            return;
        }

        // Its owner waits for it: then it waits for its own dependents too.
        var foreground = owners.Exists(owner => owner.State == OwnerState.WaitsForDependents) && _graph.DependentsOf(obj.Uid).Count > 0;
        var propagation = foreground ? Propagation.Foreground : Propagation.Background;
        api.Delete(obj.Resource, obj.Key.Namespace, obj.Key.Name, new DeleteOptions(Propagation: propagation, Uid: obj.Uid, ResourceVersion: live.Text("metadata", "resourceVersion")));
    }

    private OwnerState StateOf(OwnerReference reference, string? ns)
    {
        var group = GroupOf(reference.ApiVersion);
        if (api.Resources.FirstOrDefault(served => served.Kind == reference.Kind && GroupOf(served.ApiVersion) == group) is not { } served) return OwnerState.Unknown;
        if (api.Get(served.Resource, served.Namespaced ? ns : null, reference.Name) is not { } owner || owner.Uid() != reference.Uid) return OwnerState.Gone;
        return owner.IsDeleting() && owner.HasFinalizer(OwnedObject.ForegroundFinalizer) ? OwnerState.WaitsForDependents : OwnerState.There;
    }

    private void DropReferences(OwnedObject obj, Func<string, bool> drop)
    {
        if (api.Get(obj.Resource, obj.Key.Namespace, obj.Key.Name)?.Copy() is not { } fresh || fresh.Uid() != obj.Uid) return;
        if (fresh.Array("metadata", "ownerReferences") is not { } references || references.RemoveAll(entry => drop(entry.Text("uid") ?? "")) == 0) return;
        if (references.Count == 0) fresh.Object("metadata")!.Remove("ownerReferences");
        api.Update(obj.Resource, fresh, Controller.ManagerName);
    }

    private void DropFinalizer(OwnedObject obj, string finalizer)
    {
        if (api.Get(obj.Resource, obj.Key.Namespace, obj.Key.Name)?.Copy() is not { } fresh || fresh.Uid() != obj.Uid || !fresh.RemoveFinalizer(finalizer)) return;
        api.Update(obj.Resource, fresh, Controller.ManagerName);
    }

    private static string GroupOf(string apiVersion) => apiVersion.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? apiVersion[..slash] : "";

    [LoggerMessage(7010, LogLevel.Warning, "The object with uid {Uid} could not be collected; it is tried again")]
    private static partial void LogCollectFailed(ILogger logger, Exception error, string uid);

    [LoggerMessage(7011, LogLevel.Warning, "{Resource} could not be followed; it is tried again")]
    private static partial void LogFollowFailed(ILogger logger, Exception error, string resource);

    private enum OwnerState
    {
        There,
        Gone,
        WaitsForDependents,

        /// <summary>Of a kind that is not served: nothing is known, so nothing is done yet.</summary>
        Unknown,
    }
}
