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
/// The generations at which intents were removed, so that an old one cannot come back. Kept in a ConfigMap, as the generation and the Unix time of
/// it; with more than <see cref="Most"/> the oldest are forgotten. A <c>+</c> before it says that nothing of the intent was stored since.
/// </summary>
internal sealed class RemovedIntents
{
    /// <summary>Most that are remembered; together below half of what a ConfigMap may hold.</summary>
    public const int Most = 5000;

    /// <summary>Name of the ConfigMap.</summary>
    public const string Name = "pdp-agent-removed";

    // Read as a number's sign by agents that do not know it.
    private const string Over = "+";

    private static readonly GroupVersionKind _configMap = new("", "v1", "ConfigMap");

    private readonly IKubernetesApi _api;
    private readonly WriteFence _fence;
    private readonly Claims _claims;
    private readonly string _namespace;
    private readonly TimeProvider _time;

    public RemovedIntents(
        IKubernetesApi api,
        WriteFence fence,
        Claims claims,
        ClusterOptions options,
        TimeProvider time,
        Chance chance,
        ILogger<RemovedIntents> logger)
    {
        (_api, _fence, _claims) = (api, fence, claims);
        _namespace = options.Namespace;
        _time = time;
        var only = new WatchOptions { Namespace = _namespace, FieldSelector = $"metadata.name={Name}" };
        Follower = new KindFollower(api, _configMap, only, static _ => { }, time, chance, logger);
    }

    /// <summary>Follows the ConfigMap; to be run.</summary>
    public KindFollower Follower { get; }

    /// <summary>The generation at which an intent was removed; null when it never was, or that is forgotten.</summary>
    public long? Find(string id) => Read(Entry(id))?.Generation;

    /// <summary>Whether an intent was removed and nothing of it stored since: what is still there of it then, a late write has made.</summary>
    public bool IsOver(string id) => Entry(id)?.StartsWith(Over, StringComparison.Ordinal) == true;

    /// <summary>The intents of which that is so and that were removed within an hour: longer no write is under way.</summary>
    public IReadOnlyList<string> LatelyOver()
    {
        var since = (_time.GetUtcNow() - TimeSpan.FromHours(1)).ToUnixTimeSeconds();
        return [.. (Follower.Find(_namespace, Name)?.GetObject("data") ?? []).Select(entry => entry.Key).Where(id => IsOver(id) && Read(Entry(id))?.At >= since)];
    }

    /// <summary>Something of the intent is about to be stored again; its objects are no leftovers from here on.</summary>
    /// <exception cref="KubernetesException">Not written; a conflict when somebody else wrote meanwhile.</exception>
    public async Task TakeUpAsync(string id, CancellationToken cancellationToken)
    {
        if (IsOver(id) && Follower.Find(_namespace, Name) is { } there)
            Follower.Wrote(await _fence.WriteAsync(fencing => PatchAsync(there, new JsonObject { [id] = Entry(id)![Over.Length..] }, fencing, cancellationToken)));
    }

    /// <summary>Remembers a removal, durably.</summary>
    /// <param name="id">The intent.</param>
    /// <param name="generation">The removal's.</param>
    /// <param name="isHeld">Whether it is held until now, so that its objects are pruned; what a hand deleted leaves objects that nobody touches.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KubernetesException">Not written; a conflict when somebody else wrote meanwhile.</exception>
    public async Task RememberAsync(string id, long generation, bool isHeld, CancellationToken cancellationToken)
    {
        if (Find(id) >= generation) return;
        var there = Follower.Find(_namespace, Name);
        var entry = string.Create(CultureInfo.InvariantCulture, $"{(isHeld ? Over : "")}{generation} {_time.GetUtcNow().ToUnixTimeSeconds()}");
        var data = new JsonObject { [id] = entry };
        foreach (var oldest in Surplus(there?.GetObject("data"))) data[oldest] = null;
        Follower.Wrote(await _fence.WriteAsync(fencing => there is null
            ? CreateAsync(data, fencing, cancellationToken)
            : PatchAsync(there, data, fencing, cancellationToken)));
    }

    /// <summary>Takes charge of what is remembered; costs nothing when this leader did so before.</summary>
    /// <exception cref="KubernetesException">Not done.</exception>
    public async Task ClaimAsync(CancellationToken cancellationToken)
    {
        if (Follower.Find(_namespace, Name) is { } there && await _claims.TakeAsync(there, cancellationToken) is { } now) Follower.Wrote(now);
    }

    /// <summary>Reads it anew, for when a write was refused.</summary>
    /// <exception cref="KubernetesException">Not read.</exception>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        if (await _api.GetAsync(new ObjectReference(_configMap, _namespace, Name), cancellationToken) is { } now) Follower.Wrote(now);
    }

    private string? Entry(string id) => Follower.Find(_namespace, Name)?.GetString("data", id);

    private Task<JsonObject> CreateAsync(JsonObject data, Fencing fencing, CancellationToken cancellationToken) =>
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
            new CreateOptions { FieldManager = ManagedMetadata.FieldManager, Fencing = fencing },
            cancellationToken);

    private async Task<JsonObject> PatchAsync(JsonObject there, JsonObject data, Fencing fencing, CancellationToken cancellationToken)
    {
        await _fence.AdmitAsync(there, cancellationToken);
        var metadata = new JsonObject { ["resourceVersion"] = there.ResourceVersion };
        return await _api.PatchAsync(
            new ObjectReference(_configMap, _namespace, Name),
            new JsonObject { ["metadata"] = metadata, ["data"] = data },
            new PatchOptions { FieldManager = ManagedMetadata.FieldManager, Fencing = fencing },
            cancellationToken);
    }

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
