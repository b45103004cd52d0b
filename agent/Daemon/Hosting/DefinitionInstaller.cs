using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Daemon.Cluster;
using Pdp.Daemon.Cluster.Intents;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Verbs;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Hosting;

/// <summary>Installs or updates the Intent definition and the agent's namespace where no chart does.</summary>
internal sealed class DefinitionInstaller(
    IKubernetesApi api, ClusterOptions options, DefinitionInstaller.Switch isWanted, TimeProvider time)
{
    private const int Looks = 50;
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether this agent installs anything.</summary>
    internal sealed record Switch(bool IsOn);

    /// <summary>Installs, if that was asked for; ends once the cluster serves Intents.</summary>
    /// <exception cref="ClusterException">Not installed, or not served yet.</exception>
    public async Task InstallAsync(CancellationToken cancellationToken)
    {
        if (!isWanted.IsOn) return;
        try
        {
            await ApplyAsync(Namespace(), cancellationToken);
            var definition = IntentDefinition.Read();
            await ApplyAsync(definition, cancellationToken);
            await UntilEstablishedAsync(ObjectReference.Of(definition), cancellationToken);
            if (await api.ResolveAsync(IntentResource.Kind, cancellationToken) is null)
                throw new ClusterException(FailureReason.KindUnknown, "Intents are defined now, and will be served in a moment.");
        }
        catch (KubernetesException failure)
        {
            throw failure.ToClusterException();
        }
    }

    // A kind that is asked for before it is served is remembered as missing for a while, so the definition's own word comes first.
    private async Task UntilEstablishedAsync(ObjectReference definition, CancellationToken cancellationToken)
    {
        for (var look = 0; look < Looks; look++)
        {
            if ((await api.GetAsync(definition, cancellationToken))?.Condition("Established")?.GetString("status") == "True") return;
            await Task.Delay(_pause, time, cancellationToken);
        }
    }

    private Task<ApplyResult> ApplyAsync(JsonObject manifest, CancellationToken cancellationToken) =>
        api.ApplyAsync(manifest, new ApplyOptions { FieldManager = ManagedMetadata.FieldManager, Force = true }, cancellationToken);

    private JsonObject Namespace() => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Namespace",
        ["metadata"] = new JsonObject { ["name"] = options.Namespace },
    };
}
