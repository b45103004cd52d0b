using System.Globalization;
using Pdp.Kubernetes.Transport;
using Pdp.Kubernetes.Verbs;
using Pdp.Kubernetes.Watching;

namespace Pdp.Kubernetes;

public sealed partial class KubernetesApi
{
    /// <inheritdoc/>
    public IAsyncEnumerable<WatchNotification> WatchAsync(GroupVersionKind kind, WatchOptions options, CancellationToken cancellationToken)
    {
        ListOptions.CheckPageSize(options.PageSize);
        var target = Target.Of("watch", kind, options.Namespace);
        var round = new WatchRound(new WatchSource(this, target, options), target, options, _options, _time);
        return new WatchLoop(round, _time, _chance).RunAsync(cancellationToken);
    }

    /// <summary>
    /// The requests of one watch. Neither is repeated below: the watch has a schedule of its own, and tells of every failure.
    /// </summary>
    private sealed class WatchSource(KubernetesApi api, Target target, WatchOptions options) : IWatchSource
    {
        private readonly ListOptions _list = new()
        {
            Namespace = options.Namespace,
            LabelSelector = options.LabelSelector,
            FieldSelector = options.FieldSelector,
            PageSize = options.PageSize,
            MetadataOnly = options.MetadataOnly,
        };

        public Task<ListPage> ListAsync(string? rest, CancellationToken cancellationToken) =>
            api.ListPageAsync(target, _list, rest, Repeat.Never, cancellationToken);

        public async Task<Stream> OpenAsync(string resourceVersion, TimeSpan duration, CancellationToken cancellationToken)
        {
            var mapping = await api.MappingAsync(target, cancellationToken);
            var path = ApiRequest.PathWithQuery(
                mapping.CollectionPath(target.Namespace),
                ("watch", "true"),
                ("resourceVersion", resourceVersion),
                ("allowWatchBookmarks", "true"),
                ("timeoutSeconds", Math.Ceiling(duration.TotalSeconds).ToString(CultureInfo.InvariantCulture)),
                ("labelSelector", options.LabelSelector),
                ("fieldSelector", options.FieldSelector));
            var request = api.Request(target, HttpMethod.Get, path, Repeat.Never) with
            {
                Accept = options.MetadataOnly ? PartialMetadata.Accept : ApiRequest.Json,
            };
            return await api.OpenAsync(target, request, cancellationToken);
        }
    }
}
