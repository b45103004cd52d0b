using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Transport;

namespace Pdp.Kubernetes.Discovery;

/// <summary>
/// Knows how kinds are served. One pair of requests loads all groups where the server offers the aggregated form; what is missing, stale or
/// out of date is asked for by group and version, each on its own, so that a group whose server is down holds up nobody else.
/// </summary>
internal sealed class DiscoveryCache(ApiTransport transport, KubernetesApiOptions options, TimeProvider time) : IDisposable
{
    // Groups and versions come out of documents too; what nobody serves is not remembered for ever.
    private const int MaxKnown = 1000;

    private readonly ConcurrentDictionary<(string Group, string Version), GroupVersion> _known = new();
    private readonly GroupVersions _groups = new(options, time);
    private readonly SemaphoreSlim _preloading = new(1);
    private volatile bool _preloaded;

    /// <summary>How a kind is served; null when it is not.</summary>
    /// <exception cref="KubernetesException">The server could not say.</exception>
    public async Task<ResourceMapping?> ResolveAsync(GroupVersionKind kind, CancellationToken cancellationToken)
    {
        if (!_preloaded) await PreloadAsync(cancellationToken);
        if (_known.Count > MaxKnown) ForgetUnserved();
        var groupVersion = _known.GetOrAdd((kind.Group, kind.Version), static key => new GroupVersion(key.Group, key.Version));
        return groupVersion.Find(kind.Kind, options, time, out var answer)
            ? answer
            : await LoadAsync(groupVersion, kind.Kind, cancellationToken);
    }

    /// <summary>How a kind is served in the version the server prefers, of those that have it; null when none has.</summary>
    /// <exception cref="KubernetesException">The server could not say.</exception>
    public async Task<ResourceMapping?> ResolveAsync(string group, string kind, CancellationToken cancellationToken)
    {
        foreach (var version in _groups.Find(group) ?? await LoadAsync(group, cancellationToken))
        {
            if (await ResolveAsync(new GroupVersionKind(group, version, kind), cancellationToken) is { } mapping) return mapping;
        }
        return null;
    }

    /// <summary>The server no longer serves the kind as it said: it is asked again when next somebody wants to know.</summary>
    public void Forget(GroupVersionKind kind)
    {
        if (_known.TryGetValue((kind.Group, kind.Version), out var groupVersion)) groupVersion.Doubt();
    }

    public void Dispose() => _preloading.Dispose();

    private void ForgetUnserved()
    {
        foreach (var (key, groupVersion) in _known)
        {
            if (!groupVersion.ServesAny) _known.TryRemove(key, out _);
        }
    }

    private async Task<ResourceMapping?> LoadAsync(GroupVersion groupVersion, string kind, CancellationToken cancellationToken)
    {
        using var turn = await groupVersion.EnterAsync(cancellationToken);
        if (groupVersion.Find(kind, options, time, out var meanwhile)) return meanwhile;
        try
        {
            var document = await ReadAsync(groupVersion.Path, ApiRequest.Json, Repeat.Always, cancellationToken);
            groupVersion.Learn(DiscoveryDocument.ReadClassic(groupVersion.Group, groupVersion.Version, document), time);
        }
        catch (KubernetesException missing) when (missing.Status.Code == 404)
        {
            groupVersion.Learn([], time);
        }
        catch (KubernetesException) when (groupVersion.Last(kind) is { } last)
        {
            // Better the mapping of ten minutes ago than none: it hardly ever changes.
            return last;
        }
        return groupVersion.Last(kind);
    }

    private async Task<IReadOnlyList<string>> LoadAsync(string group, CancellationToken cancellationToken)
    {
        try
        {
            return _groups.Learn(group, await ReadAsync($"apis/{Uri.EscapeDataString(group)}", ApiRequest.Json, Repeat.Always, cancellationToken));
        }
        catch (KubernetesException missing) when (missing.Status.Code == 404)
        {
            return _groups.Learn(group, null);
        }
        catch (KubernetesException) when (_groups.Last(group) is { } last)
        {
            return last;
        }
    }

    // A shortcut, tried once. Where it fails, each group and version is asked for by itself.
    private async Task PreloadAsync(CancellationToken cancellationToken)
    {
        await _preloading.WaitAsync(cancellationToken);
        try
        {
            if (_preloaded) return;
            await Task.WhenAll(PreloadAsync("api", cancellationToken), PreloadAsync("apis", cancellationToken));
            _preloaded = true;
        }
        finally
        {
            _preloading.Release();
        }
    }

    private async Task PreloadAsync(string root, CancellationToken cancellationToken)
    {
        try
        {
            var document = await ReadAsync(root, DiscoveryDocument.AcceptAggregated, Repeat.Never, cancellationToken);
            foreach (var (group, version, resources) in DiscoveryDocument.ReadAggregated(document))
                _known.GetOrAdd((group, version), static key => new GroupVersion(key.Group, key.Version)).Learn(resources, time);
        }
        catch (KubernetesException)
        {
            // The direct question will tell, and its failure has a caller who wants to know.
        }
    }

    private async Task<JsonObject> ReadAsync(string path, string accept, Repeat repeat, CancellationToken cancellationToken)
    {
        var request = new ApiRequest
        {
            Method = HttpMethod.Get,
            Path = path,
            About = $"discover /{path}",
            Timeout = options.ListTimeout,
            Repeat = repeat,
            Accept = accept,
        };
        var response = await transport.SendAsync(request, cancellationToken);
        try
        {
            return StrictJson.ParseObject(response.Body.Span, options.MaxDepth);
        }
        catch (JsonException malformed)
        {
            throw TransportFailure.BadAnswer(request.About, malformed.Message, malformed);
        }
    }
}
