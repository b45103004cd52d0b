using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Transport;
using Pdp.Kubernetes.Verbs;

namespace Pdp.Kubernetes;

public sealed partial class KubernetesApi
{
    // A list whose snapshot expires again and again is read too slowly to end.
    private const int MaxListRestarts = 3;

    /// <inheritdoc/>
    public async Task<JsonObject?> GetAsync(ObjectReference reference, CancellationToken cancellationToken) =>
        await ReadAsync(Target.Of("get", reference), metadataOnly: false, cancellationToken);

    /// <inheritdoc/>
    public async Task<JsonObject?> GetMetadataAsync(ObjectReference reference, CancellationToken cancellationToken) =>
        await ReadAsync(Target.Of("get", reference), metadataOnly: true, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<JsonObject> ListAsync(
        GroupVersionKind kind, ListOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ListOptions.CheckPageSize(options.PageSize);
        var told = new HashSet<(string?, string?)>();
        string? rest = null;
        var restarts = 0;
        do
        {
            ListPage page;
            try
            {
                page = await ListPageAsync(Target.Of("list", kind, options.Namespace), options, rest, Repeat.Always, cancellationToken);
            }
            catch (KubernetesException expired) when (expired.IsExpired && rest is not null && restarts++ < MaxListRestarts)
            {
                rest = null;
                continue;
            }
            var single = rest is null && page.Continue is null && restarts == 0;
            foreach (var item in page.Items)
            {
                if (single || told.Add((item.Namespace, item.Name))) yield return item;
            }
            rest = page.Continue;
            if (rest is null) yield break;
        }
        while (true);
    }

    /// <summary>One object; null when there is none of that name.</summary>
    private async Task<JsonObject?> ReadAsync(Target target, bool metadataOnly, CancellationToken cancellationToken)
    {
        var mapping = await MappingAsync(target, cancellationToken);
        var request = Request(target, HttpMethod.Get, mapping.ObjectPath(target.Namespace, target.Name), Repeat.Always) with { MayBeMissing = true };
        if (metadataOnly) request = request with { Accept = PartialMetadata.Accept };
        var response = await SendAsync(target, request, cancellationToken);
        if (response.IsMissing) return null;
        var obj = Parse(request, response);
        PartialMetadata.NameKind(obj, target.Kind);
        return obj;
    }

    private async Task<ListPage> ListPageAsync(
        Target target, ListOptions options, string? rest, Repeat repeat, CancellationToken cancellationToken)
    {
        var mapping = await MappingAsync(target, cancellationToken);
        var path = ApiRequest.PathWithQuery(
            mapping.CollectionPath(target.Namespace),
            ("limit", options.PageSize.ToString()),
            ("labelSelector", options.LabelSelector),
            ("fieldSelector", options.FieldSelector),
            ("continue", rest));
        var request = Request(target, HttpMethod.Get, path, repeat) with
        {
            Timeout = _options.ListTimeout,
            Accept = options.MetadataOnly ? PartialMetadata.AcceptList : ApiRequest.Json,
        };
        var response = await SendAsync(target, request, cancellationToken);
        try
        {
            return ListPage.Parse(response.Body.Span, target.Kind, _options.MaxDepth);
        }
        catch (JsonException malformed)
        {
            throw TransportFailure.BadAnswer(request.About, $"The answer is not a usable list: {malformed.Message}", malformed);
        }
    }
}
