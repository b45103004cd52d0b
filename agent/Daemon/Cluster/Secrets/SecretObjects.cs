using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Core.Secrets;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Verbs;

namespace Pdp.Daemon.Cluster.Secrets;

/// <summary>
/// Makes the Secrets of workloads with the one right the agent has on them: to create. It asks whether one is there by creating it without
/// its happening, which the API server refuses when the name is taken.
/// </summary>
internal sealed class SecretObjects(IKubernetesApi api, WriteFence fence, ClusterMetrics metrics, TimeProvider time) : ISecretObjects
{
    // Long after the cluster has collected what belonged to an earlier ConfigMap of the same name.
    private static readonly TimeSpan _settled = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan _longestTrust = TimeSpan.FromHours(2);

    // Of the type that may be empty: whether a name is taken does not depend on it.
    private static readonly SecretContent _nothing = new("Opaque", new Dictionary<string, SecretValue>());

    private readonly ConcurrentDictionary<string, DateTimeOffset> _seen = new();

    /// <inheritdoc/>
    public async Task<SecretPresence> FindAsync(JsonObject manifest, TimeSpan trust, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_seen.TryGetValue(UidOf(manifest), out var at) && now - at <= trust) return SecretPresence.Present;
        if (await TryCreateAsync(manifest, _nothing, isTrial: true, cancellationToken)) return SecretPresence.Absent;
        if (now - MadeAt(manifest) < _settled) return SecretPresence.Uncertain;
        Saw(manifest, now);
        return SecretPresence.Present;
    }

    /// <inheritdoc/>
    public async Task<SecretPresence> MakeAsync(JsonObject manifest, SecretContent content, CancellationToken cancellationToken)
    {
        if (!await TryCreateAsync(manifest, content, isTrial: false, cancellationToken)) return SecretPresence.Uncertain;
        metrics.Applied("Secret", Protocol.Intents.ApplyAction.Created);
        Saw(manifest, time.GetUtcNow());
        return SecretPresence.Present;
    }

    private async Task<bool> TryCreateAsync(JsonObject manifest, SecretContent content, bool isTrial, CancellationToken cancellationToken)
    {
        try
        {
            var options = new CreateOptions { FieldManager = ManagedMetadata.FieldManager, DryRun = isTrial, RetryWhenUncertain = isTrial };
            await (isTrial
                ? api.CreateAsync(Secret(manifest, content), options, cancellationToken)
                : fence.WriteAsync(fencing => api.CreateAsync(Secret(manifest, content), options with { Fencing = fencing }, cancellationToken)));
            return true;
        }
        catch (KubernetesException failure) when (failure.IsAlreadyExists)
        {
            return false;
        }
        catch (KubernetesException failure)
        {
            throw Quiet(failure.ToClusterException(), manifest);
        }
    }

    // What the API server says of an object may repeat parts of it, so of a Secret only the kind of failure is passed on.
    private static ClusterException Quiet(ClusterException failure, JsonObject manifest) => new(
        failure.Reason, $"the Secret {manifest.Namespace}/{manifest.Name} could not be made: {failure.Reason}", failure.RetryAfter);

    private static JsonObject Secret(JsonObject manifest, SecretContent content) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Secret",
        ["metadata"] = new JsonObject
        {
            ["name"] = manifest.Name,
            ["namespace"] = manifest.Namespace,
            ["labels"] = manifest.GetObject("metadata", "labels")?.DeepClone(),
            ["ownerReferences"] = new JsonArray(new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "ConfigMap",
                ["name"] = manifest.Name,
                ["uid"] = manifest.Uid,
            }),
        },
        ["type"] = content.Type,
        ["immutable"] = true,
        ["data"] = new JsonObject(content.Data.Select(
            entry => KeyValuePair.Create(entry.Key, (JsonNode?)Convert.ToBase64String(entry.Value.Reveal())))),
    };

    private void Saw(JsonObject manifest, DateTimeOffset now)
    {
        _seen[UidOf(manifest)] = now;
        foreach (var (uid, at) in _seen)
        {
            if (now - at > _longestTrust) _seen.TryRemove(uid, out _);
        }
    }

    private static string UidOf(JsonObject manifest) => manifest.Uid ?? "";

    private static DateTimeOffset MadeAt(JsonObject manifest) =>
        DateTimeOffset.TryParse(
            manifest.GetString("metadata", "creationTimestamp"), System.Globalization.CultureInfo.InvariantCulture, out var at)
            ? at
            : DateTimeOffset.MinValue;
}
