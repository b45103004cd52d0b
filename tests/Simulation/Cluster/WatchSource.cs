using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Verbs;
using Pdp.Kubernetes.Watching;
using Pdp.LocalCluster.Selectors;
using Pdp.LocalCluster.Storage;

namespace Pdp.Simulation.Cluster;

/// <summary>The two requests a watch is made of.</summary>
internal sealed class WatchSource(
    ClusterVerbs verbs, ApiLine line, GroupVersionKind kind, string? ns, string? labels, string? fields) : IWatchSource
{
    private readonly LabelSelector _labels = LabelSelector.Parse(labels);
    private readonly FieldSelector _fields = FieldSelector.Parse(fields, ["metadata.name", "metadata.namespace"]);

    public Task<ListPage> ListAsync(string? rest, CancellationToken cancellationToken) =>
        line.CallAsync($"list {kind.Kind}", List, isWrite: false, cancellationToken);

    public Task<Stream> OpenAsync(string resourceVersion, TimeSpan duration, CancellationToken cancellationToken) => line.CallAsync<Stream>(
        $"watch {kind.Kind}",
        () => new WatchStream(
            verbs.Table(kind), long.Parse(resourceVersion, CultureInfo.InvariantCulture), line.Clock.GetTimestamp() + duration.Ticks, Matches, line),
        isWrite: false,
        cancellationToken);

    private ListPage List()
    {
        var (snapshot, _, version) = verbs.Table(kind).Now();
        JsonObject[] items = [.. snapshot.All(ns).Where(Matches).Select(ClusterVerbs.Answer)];
        return new ListPage(items, version.ToString(CultureInfo.InvariantCulture), null);
    }

    private bool Matches(StoredObject stored) =>
        (ns is null || stored.Key.Namespace == ns) && _labels.MatchesObject(stored.Value)
        && (_fields.IsEverything || _fields.Matches(stored.Value));
}
