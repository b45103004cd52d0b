using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.Kubernetes.Configuration;
using Pdp.Kubernetes.Discovery;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Transport;
using Pdp.Kubernetes.Verbs;

namespace Pdp.Kubernetes;

/// <summary>
/// The Kubernetes API over HTTP. One for a process is right: connections, credentials and discovery are shared by its callers.
/// </summary>
public sealed partial class KubernetesApi : IKubernetesApi, IDisposable
{
    private readonly KubernetesApiOptions _options;
    private readonly TimeProvider _time;
    private readonly Func<double> _chance;
    private readonly ApiTransport _transport;
    private readonly DiscoveryCache _discovery;

    /// <summary>A client of this cluster; nothing is sent yet.</summary>
    /// <param name="config">Which cluster, and as whom.</param>
    /// <param name="options">How the client behaves; the defaults when null.</param>
    /// <param name="time">The clock of time limits, pauses and lifetimes; the system's when null.</param>
    /// <exception cref="ArgumentException">The options break rules; all are named.</exception>
    /// <exception cref="ClusterConfigException">The configured authority cannot be read.</exception>
    public KubernetesApi(ClusterConfig config, KubernetesApiOptions? options = null, TimeProvider? time = null)
        : this(config, options ?? new KubernetesApiOptions(), time ?? TimeProvider.System, Random.Shared.NextDouble)
    {
    }

    internal KubernetesApi(ClusterConfig config, KubernetesApiOptions options, TimeProvider time, Func<double> chance)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (options.Problems() is { Count: > 0 } problems) throw new ArgumentException(string.Join(' ', problems), nameof(options));
        (_options, _time, _chance) = (options, time, chance);
        _transport = new ApiTransport(config, options, time, chance);
        _discovery = new DiscoveryCache(_transport, options, time);
    }

    /// <inheritdoc/>
    public Task<ResourceMapping?> ResolveAsync(GroupVersionKind kind, CancellationToken cancellationToken) =>
        _discovery.ResolveAsync(kind, cancellationToken);

    /// <inheritdoc/>
    public Task<ResourceMapping?> ResolveAsync(string group, string kind, CancellationToken cancellationToken) =>
        _discovery.ResolveAsync(group, kind, cancellationToken);

    /// <inheritdoc/>
    public async Task<ServerVersion> GetServerVersionAsync(CancellationToken cancellationToken)
    {
        var request = new ApiRequest
        {
            Method = HttpMethod.Get,
            Path = "version",
            About = "get the server's version",
            Timeout = _options.RequestTimeout,
            Repeat = Repeat.Always,
        };
        var version = Parse(request, await _transport.SendAsync(request, cancellationToken));
        return new ServerVersion(
            version.GetString("major") ?? "",
            version.GetString("minor") ?? "",
            version.GetString("gitVersion") ?? "",
            version.GetString("platform") ?? "");
    }

    /// <summary>Closes the connections; calls and watches under way end with an error.</summary>
    public void Dispose()
    {
        _discovery.Dispose();
        _transport.Dispose();
    }

    /// <exception cref="KubernetesException">The API does not serve the kind, it wants a namespace, or could not be asked.</exception>
    private async Task<ResourceMapping> MappingAsync(Target target, CancellationToken cancellationToken)
    {
        var mapping = await _discovery.ResolveAsync(target.Kind, cancellationToken) ?? throw KindUnknown(target);
        return mapping.Namespaced && target.Namespace is null && target.Name.Length > 0
            ? throw target.NamespaceMissing()
            : mapping;
    }

    private Task<ApiResponse> SendAsync(Target target, ApiRequest request, CancellationToken cancellationToken) =>
        NoticingUnknownKindAsync(target, () => _transport.SendAsync(request, cancellationToken));

    private Task<Stream> OpenAsync(Target target, ApiRequest request, CancellationToken cancellationToken) =>
        NoticingUnknownKindAsync(target, () => _transport.OpenAsync(request, cancellationToken));

    private async Task<T> NoticingUnknownKindAsync<T>(Target target, Func<Task<T>> send)
    {
        try
        {
            return await send();
        }
        catch (KubernetesException missing) when (IsOfKind(missing))
        {
            _discovery.Forget(target.Kind);
            throw KindUnknown(target, missing);
        }
    }

    private ApiRequest Request(Target target, HttpMethod method, string path, Repeat repeat, Fencing? fencing = null) => new()
    {
        Method = method,
        Path = path,
        About = target.About,
        Timeout = fencing?.Timeout ?? _options.RequestTimeout,
        Repeat = repeat,
        Fencing = fencing,
        AboutSecret = target.Kind.IsSecret,
    };

    // The server's own deadline for a request ("timeout", Kubernetes API reference, common parameters).
    private static string? ServerLimit(Fencing? fencing) =>
        fencing is null ? null : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(fencing.Timeout.TotalSeconds)}s");

    private JsonObject Parse(ApiRequest request, ApiResponse response)
    {
        try
        {
            return StrictJson.ParseObject(response.Body.Span, _options.MaxDepth);
        }
        catch (JsonException malformed)
        {
            throw TransportFailure.BadAnswer(request.About, $"The answer is not usable JSON: {malformed.Message}", malformed);
        }
    }

    // A 404 about an object names it; one about the path itself does not.
    private static bool IsOfKind(KubernetesException missing) =>
        missing.Status.Code == 404 && string.IsNullOrEmpty(missing.Status.Details?.Name);

    private static KubernetesException KindUnknown(Target target, KubernetesException? inner = null) => new(
        target.About, new KubernetesStatus(0, StatusReason.KindUnknown, $"The cluster does not serve {target.Kind}."), inner);
}
