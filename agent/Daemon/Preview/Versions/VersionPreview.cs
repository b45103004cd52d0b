using Pdp.Core.Objects;
using Pdp.Core.Plan;
using Pdp.Core.Ports;
using Pdp.Core.Routing;
using Pdp.Daemon.Routing;

namespace Pdp.Daemon.Preview.Versions;

/// <summary>
/// Says what would become of the Services and routes that lead callers to versions, which no intent owns: by the choice and the comparison that
/// the agent itself makes once the planned versions are healthy.
/// </summary>
internal sealed class VersionPreview(VersionCandidates candidates, RouteObjects objects, StepPreview steps)
{
    private const string NotOurs = "was not made by the agent for it and is left alone; delete it and the agent makes its own";

    /// <summary>Adds to previews what moves with them; what several of them move is told once.</summary>
    /// <exception cref="ClusterException">The cluster cannot be asked.</exception>
    public async Task<IReadOnlyList<IntentPreview>> AddAsync(IReadOnlyList<IntentPreview> previews, CancellationToken cancellationToken)
    {
        var planned = previews.Select(preview => preview.Version).OfType<PlannedVersion>().ToList();
        var notThere = StepPreview.NamespacesToMake(previews.SelectMany(preview => preview.Objects).Select(o => (o.Action, o.Key)));
        var added = previews.ToList();
        foreach (var group in planned.SelectMany(version => version.Groups).Distinct())
        {
            var (routing, chosen) = await LookAsync(group, planned, notThere, cancellationToken);
            var teller = added.FindIndex(preview => preview.Version?.IntentId == chosen && chosen is not null);
            if (teller < 0) teller = added.FindIndex(preview => preview.Version?.Groups.Contains(group) == true);
            added[teller] = added[teller] with { Routing = [.. added[teller].Routing, routing] };
        }
        return added;
    }

    private async Task<(RoutingPreview Routing, string? Chosen)> LookAsync(
        VersionGroup group, IReadOnlyList<PlannedVersion> planned, IReadOnlySet<string> notThere, CancellationToken cancellationToken)
    {
        var versions = await candidates.FindAsync(group, planned, cancellationToken);
        var keys = versions.SelectMany(version => version.Version.Objects).Select(o => o.Key).DistinctBy(key => key.Identity);
        var live = await objects.FindAsync(group, keys, cancellationToken);
        var service = RouteObjects.ServiceIn(group, live);
        var current = service is null ? null : RouteChanges.TargetOf(service);
        var chosen = VersionChooser.Choose([.. versions.Select(version => version.Candidate)], current, DateTimeOffset.UnixEpoch, TimeSpan.Zero).IntentId;
        var target = versions.FirstOrDefault(version => version.Candidate.IntentId == chosen).Version;
        var before = service is null ? null : RouteChanges.TrackOf(service);
        // With nothing to lead to, all stays as it is until the last version is gone.
        if (target is null && versions.Count > 0) return (new RoutingPreview(group, before, before, []), null);
        var changes = RouteChanges.Between(group, target?.Objects ?? [], live);
        var previews = await steps.LookAsync(Steps(target, changes), notThere, cancellationToken);
        return (new RoutingPreview(group, before, target?.Track, previews), chosen);
    }

    private static IEnumerable<PlanStep> Steps(StableVersion? target, RouteChanges changes)
    {
        var writes = changes.Apply.ToDictionary(apply => ManifestObject.KeyOf(apply.Manifest).Identity);
        foreach (var wanted in target?.Objects ?? [])
        {
            var step = new PlanStep { Action = PlanAction.Unchanged, Key = wanted.Key, Id = wanted.Id };
            if (changes.Foreign.Contains(wanted.Key)) yield return step with { Action = PlanAction.Keep, Message = NotOurs };
            else if (!writes.TryGetValue(wanted.Key.Identity, out var write)) yield return step;
            else yield return step with { Action = write.Live is null ? PlanAction.Create : PlanAction.Configure, Manifest = write.Manifest };
        }
        foreach (var obsolete in changes.Delete)
        {
            var key = ManifestObject.KeyOf(obsolete);
            yield return new PlanStep { Action = PlanAction.Prune, Key = key, Id = $"{key.Kind}/{key.Name}" };
        }
    }
}
