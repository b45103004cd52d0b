using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Verbs;

namespace Pdp.Daemon.Cluster.Objects;

/// <summary>Dry runs of the very apply the agent makes: same field manager, same force, same validation.</summary>
internal sealed class DryRun(IKubernetesApi api) : IDryRun
{
    /// <inheritdoc/>
    public async Task<DryRunAnswer> ApplyAsync(JsonObject manifest, CancellationToken cancellationToken)
    {
        try
        {
            var options = new ApplyOptions { FieldManager = ManagedMetadata.FieldManager, Force = true, DryRun = true };
            var result = await api.ApplyAsync(manifest, options, cancellationToken);
            return new DryRunAnswer(result.Before, result.Object, result.Warnings);
        }
        catch (KubernetesException failure)
        {
            throw failure.ToClusterException();
        }
    }
}
