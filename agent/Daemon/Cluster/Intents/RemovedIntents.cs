using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Daemon.Cluster.Objects;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Verbs;
using Pdp.Kubernetes.Watching;

namespace Pdp.Daemon.Cluster.Intents;

/// <summary>
/// The generations at which intents were removed, so that an old one cannot come back. Kept in a ConfigMap; with more than
/// <see cref="Most"/> the oldest are forgotten.
/// </summary>
internal sealed class RemovedIntents
{
    /// <summary>Most that are remembered; together below half of what a ConfigMap may hold.</summary>
    public const int Most = 5000;

    /// <summary>Name of the ConfigMap.</summary>
    public const string Name = "pdp-agent-removed";

    private static readonly GroupVersionKind _configMap = new("", "v1", "ConfigMap");

    private readonly IKubernetesApi _api;
    private readonly string _namespace;
    private readonly TimeProvider _time;

    public RemovedIntents(IKubernetesApi api, ClusterOptions options, TimeProvider time, Chance chance, ILogger<RemovedIntents> logger)
    {
        _api = api;
        _namespace = options.Namespace;
        _time = time;
        var only = new WatchOptions { Namespace = _namespace, FieldSelector = $"metadata.name={Name}" };
        Follower = new KindFollower(api, _configMap, only, static _ => { }, time, chance, logger);
    }

    /// <summary>Follows the ConfigMap; to be run.</summary>
    public KindFollower Follower { get; }

    /// <summary>The generation at which an intent was removed; null when it never was, or that is forgotten.</summary>
    public long? Find(string id) => Read(Follower.Find(_namespace, Name)?.GetString("data", id))?.Generation;

    /// <summary>Remembers a removal, durably.</summary>
    /// <exception cref="ClusterException">Not written.</exception>
    public async Task RememberAsync(string id, long generation, CancellationToken cancellationToken)
    {
        if (Find(id) >= generation) return;
        try
        {
            var there = Follower.Find(_namespace, Name);
            var entry = string.Create(CultureInfo.InvariantCulture, $"{generation} {_time.GetUtcNow().ToUnixTimeSeconds()}");
            var data = new JsonObject { [id] = entry };
            foreach (var oldest in Surplus(there?.GetObject("data"))) data[oldest] = null;
            Follower.Wrote(there is null ? await CreateAsync(data, cancellationToken) : await PatchAsync(data, cancellationToken));
        }
        catch (KubernetesException failure)
        {
            throw failure.ToClusterException();
        }
    }

    private Task<JsonObject> CreateAsync(JsonObject data, CancellationToken cancellationToken) =>
        _api.CreateAsync(
            new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "ConfigMap",
                ["metadata"] = new JsonObject
                {
                    ["name"] = Name,
                    ["namespace"] = _namespace,
                    ["labels"] = new JsonObject { [ManagedMetadata.ManagedByLabel] = ManagedMetadata.FieldManager },
                },
                ["data"] = data,
            },
            new CreateOptions { FieldManager = ManagedMetadata.FieldManager },
            cancellationToken);

    private Task<JsonObject> PatchAsync(JsonObject data, CancellationToken cancellationToken) =>
        _api.PatchAsync(
            new ObjectReference(_configMap, _namespace, Name),
            new JsonObject { ["data"] = data },
            new PatchOptions { FieldManager = ManagedMetadata.FieldManager },
            cancellationToken);

    private static IEnumerable<string> Surplus(JsonObject? data) =>
        data is null || data.Count < Most
            ? []
            : data.OrderBy(entry => Read(entry.Value?.ToString())?.At ?? 0).Take(data.Count - Most + 1).Select(entry => entry.Key);

    private static (long Generation, long At)? Read(string? entry) =>
        entry?.Split(' ') is [var generation, var at]
            && long.TryParse(generation, CultureInfo.InvariantCulture, out var g)
            && long.TryParse(at, CultureInfo.InvariantCulture, out var t)
            ? (g, t)
            : null;
}
