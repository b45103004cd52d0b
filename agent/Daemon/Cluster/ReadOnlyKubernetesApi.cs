using System.Text.Json.Nodes;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Verbs;

namespace Pdp.Daemon.Cluster;

/// <summary>A client that cannot write: whatever is composed above it, only reads and dry runs reach the cluster.</summary>
internal sealed class ReadOnlyKubernetesApi(IKubernetesApi real) : DelegatingKubernetesApi(real)
{
    /// <inheritdoc/>
    public override Task<ApplyResult> ApplyAsync(JsonObject manifest, ApplyOptions options, CancellationToken cancellationToken) =>
        options.DryRun ? Inner.ApplyAsync(manifest, options, cancellationToken) : throw Defect();

    /// <inheritdoc/>
    public override Task<JsonObject> CreateAsync(JsonObject manifest, CreateOptions options, CancellationToken cancellationToken) =>
        options.DryRun ? Inner.CreateAsync(manifest, options, cancellationToken) : throw Defect();

    /// <inheritdoc/>
    public override Task<JsonObject> ReplaceAsync(JsonObject manifest, ReplaceOptions options, CancellationToken cancellationToken) =>
        options.DryRun ? Inner.ReplaceAsync(manifest, options, cancellationToken) : throw Defect();

    /// <inheritdoc/>
    public override Task<JsonObject> PatchAsync(
        ObjectReference reference, JsonObject patch, PatchOptions options, CancellationToken cancellationToken) =>
        options.DryRun ? Inner.PatchAsync(reference, patch, options, cancellationToken) : throw Defect();

    /// <inheritdoc/>
    public override Task<DeleteResult> DeleteAsync(ObjectReference reference, DeleteOptions options, CancellationToken cancellationToken) =>
        options.DryRun ? Inner.DeleteAsync(reference, options, cancellationToken) : throw Defect();

    private static InvalidOperationException Defect() => new("Something that must only look tried to write; nothing was written.");
}
