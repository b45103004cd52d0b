using System.Text.Json.Nodes;
using Pdp.Core.Ports;
using Pdp.Core.Secrets;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;

namespace Pdp.Daemon.Cluster.Secrets;

/// <summary>Secrets the customer lets the agent read, by their names.</summary>
internal sealed class ClusterSecrets(IKubernetesApi api) : IClusterSecrets
{
    private static readonly GroupVersionKind _secret = new("", "v1", "Secret");

    /// <inheritdoc/>
    public async Task<string?> FindAsync(string @namespace, string name, CancellationToken cancellationToken) =>
        (await AskAsync(() => api.GetMetadataAsync(new ObjectReference(_secret, @namespace, name), cancellationToken)))?.ResourceVersion;

    /// <inheritdoc/>
    public async Task<ClusterSecret?> ReadAsync(string @namespace, string name, CancellationToken cancellationToken)
    {
        if (await AskAsync(() => api.GetAsync(new ObjectReference(_secret, @namespace, name), cancellationToken)) is not { } found) return null;
        var content = new Dictionary<string, SecretValue>();
        foreach (var (key, value) in found["data"] as JsonObject ?? [])
        {
            var text = value?.GetValue<string>() ?? "";
            var bytes = new byte[text.Length];
            if (Convert.TryFromBase64String(text, bytes, out var length)) content[key] = new SecretValue(bytes[..length]);
        }
        return new ClusterSecret(found.ResourceVersion ?? "", content);
    }

    private static async Task<JsonObject?> AskAsync(Func<Task<JsonObject?>> call)
    {
        try
        {
            return await call();
        }
        catch (KubernetesException failure)
        {
            // Nothing of what the API server says of a Secret is passed on.
            var told = failure.ToClusterException();
            throw new ClusterException(told.Reason, $"a Secret could not be read: {told.Reason}", told.RetryAfter);
        }
    }
}
