using System.Text;
using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Verbs;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Cluster.Identity;

/// <summary>
/// The identity in a Secret of the agent's own namespace. The chart makes it empty and never touches its content; where there is none the
/// agent makes it. Each write names the version it was decided on, so that of two leaders the later one's stands.
/// </summary>
internal sealed class SecretIdentityStore(IKubernetesApi api, ClusterOptions options, WriteFence fence, string name) : IIdentityStore
{
    private static readonly GroupVersionKind _secret = new("", "v1", "Secret");

    private JsonObject? _live;

    /// <inheritdoc/>
    public string Place => $"Secret {options.Namespace}/{name}";

    /// <inheritdoc/>
    public async Task<KeptIdentity> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            _live = await api.GetAsync(new ObjectReference(_secret, options.Namespace, name), cancellationToken);
            var data = _live?.GetObject("data") ?? [];
            return new KeptIdentity(data.ToDictionary(field => field.Key, field => TextOf(field.Value)), _live?.ResourceVersion);
        }
        catch (KubernetesException failure)
        {
            throw failure.ToClusterException();
        }
    }

    /// <inheritdoc/>
    public async Task<string> WriteAsync(IReadOnlyDictionary<string, string> fields, string? version, CancellationToken cancellationToken)
    {
        var manifest = Manifest(fields, version);
        try
        {
            _live = await fence.WriteAsync(fencing => version is null
                ? api.CreateAsync(manifest, new CreateOptions { FieldManager = ManagedMetadata.FieldManager, Fencing = fencing }, cancellationToken)
                : api.ReplaceAsync(manifest, new ReplaceOptions { FieldManager = ManagedMetadata.FieldManager, Fencing = fencing }, cancellationToken));
            return _live.ResourceVersion!;
        }
        catch (KubernetesException changed) when (changed.IsConflict || changed.IsAlreadyExists || changed.IsNotFound)
        {
            throw changed.ToOutdated();
        }
        catch (KubernetesException failure)
        {
            throw failure.ToClusterException();
        }
    }

    // What others put on the Secret, such as the chart's labels, stays.
    private JsonObject Manifest(IReadOnlyDictionary<string, string> fields, string? version)
    {
        var manifest = version is null || _live is null ? Empty() : (JsonObject)_live.DeepClone();
        if (version is not null) manifest.Set(version, "metadata", "resourceVersion");
        manifest["data"] = new JsonObject(fields.Select(field =>
            KeyValuePair.Create(field.Key, (JsonNode?)Convert.ToBase64String(Encoding.UTF8.GetBytes(field.Value)))));
        return manifest;
    }

    private JsonObject Empty() => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Secret",
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = options.Namespace,
            ["labels"] = new JsonObject { [ManagedMetadata.ManagedByLabel] = ManagedMetadata.FieldManager },
        },
    };

    private string TextOf(JsonNode? field)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(field?.GetValue<string>() ?? ""));
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            throw new ClusterException(FailureReason.ObjectInvalid, $"The {Place} has a field that is no base64");
        }
    }
}
