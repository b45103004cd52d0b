using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Verbs;

namespace Pdp.Daemon.Cluster.Secrets;

/// <summary>The key in a Secret of the agent's own namespace. Losing it costs one rolling update of whatever has secrets from files.</summary>
internal sealed class SecretVersionKey(IKubernetesApi api, ClusterOptions options, WriteFence fence) : ISecretVersionKey
{
    private const string Name = "pdp-secret-version-key";
    private const string DataKey = "key";
    private const int Bytes = 32;
    private static readonly GroupVersionKind _secret = new("", "v1", "Secret");

    private byte[]? _key;

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            return _key ??= await ReadAsync(cancellationToken) ?? await MakeAsync(cancellationToken);
        }
        catch (KubernetesException failure)
        {
            throw failure.ToClusterException();
        }
    }

    private async Task<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        var secret = await api.GetAsync(new ObjectReference(_secret, options.Namespace, Name), cancellationToken);
        var bytes = new byte[Bytes];
        return Convert.TryFromBase64String(secret?.GetString("data", DataKey) ?? "", bytes, out var written) && written == Bytes ? bytes : null;
    }

    private async Task<byte[]> MakeAsync(CancellationToken cancellationToken)
    {
        fence.Pass();
        var key = RandomNumberGenerator.GetBytes(Bytes);
        var manifest = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject
            {
                ["name"] = Name,
                ["namespace"] = options.Namespace,
                ["labels"] = new JsonObject { [ManagedMetadata.ManagedByLabel] = ManagedMetadata.FieldManager },
            },
            ["immutable"] = true,
            ["data"] = new JsonObject { [DataKey] = Convert.ToBase64String(key) },
        };
        try
        {
            await api.CreateAsync(manifest, new CreateOptions { FieldManager = ManagedMetadata.FieldManager }, cancellationToken);
            return key;
        }
        catch (KubernetesException failure) when (failure.IsAlreadyExists)
        {
            // Another replica was first, or this one and its answer was lost; what is there counts.
            return await ReadAsync(cancellationToken) ?? throw new ClusterException(
                Protocol.Intents.FailureReason.Conflict,
                $"the Secret {options.Namespace}/{Name} is not a key the agent made; delete it and the agent makes it again");
        }
    }
}
