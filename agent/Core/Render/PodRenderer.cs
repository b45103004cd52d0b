using System.Text.Json.Nodes;
using Pdp.Core.Intents;
using Pdp.Core.Objects;
using Pdp.Core.Policy.Model;
using Pdp.Core.Render.Workloads;

namespace Pdp.Core.Render;

/// <summary>Renders the pod template.</summary>
internal sealed class PodRenderer(ComponentScope scope, ConfigRenderer config, SecretRenderer secrets)
{
    // Any number does: volumes are given to this group and every container runs with it.
    private const int VolumeGroup = 10001;

    /// <summary>The template.</summary>
    public JsonObject Render()
    {
        var containers = new ContainerRenderer(scope, config, secrets);
        var spec = Sparse.Object(
            ("serviceAccountName", scope.ServiceAccount),
            ("imagePullSecrets", Sparse.List(PullSecrets().Select(name => Sparse.Object(("name", name))))),
            ("automountServiceAccountToken", false),
            ("enableServiceLinks", false),
            ("terminationGracePeriodSeconds", scope.GraceSeconds),
            ("securityContext", SecurityContext()),
            ("restartPolicy", ShapeRule.IsTask(scope.Spec.Type) ? "Never" : null),
            // Sidecars first, so that what prepares the pod can use them.
            ("initContainers", Sparse.List(
            [
                .. scope.Containers.Where(c => c.Value.Sidecar).Select(c => containers.Render(c.Key, c.Value)),
                .. scope.Spec.InitContainers.Select(containers.Render),
            ])),
            ("containers", Sparse.List(scope.Containers.Where(c => !c.Value.Sidecar).Select(c => containers.Render(c.Key, c.Value)))),
            ("topologySpreadConstraints", SpreadRenderer.Render(scope)),
            ("volumes", Sparse.List(Volumes())));
        var metadata = Sparse.Object(
            ("labels", Sparse.Map(PodLabels.Of(scope))),
            ("annotations", Sparse.Object((ManagedMetadata.RestartAnnotation, scope.Spec.Restart))));
        return Sparse.Object(("metadata", metadata), ("spec", spec))!;
    }

    private JsonObject? SecurityContext() => Sparse.Object(
        ("runAsNonRoot", scope.Context.Policy.PodSecurity == PodSecurityLevel.Restricted ? true : null),
        ("seccompProfile", Sparse.Object(("type", "RuntimeDefault"))),
        ("fsGroup", scope.Spec.Storage.Count > 0 ? VolumeGroup : null),
        ("fsGroupChangePolicy", scope.Spec.Storage.Count > 0 ? "OnRootMismatch" : null));

    private IEnumerable<JsonObject?> Volumes()
    {
        var files = scope.AllContainers.SelectMany(container => container.Container.Files).ToList();
        if (files.Any(file => file.Config is not null))
            yield return FromConfigMap(VolumeNames.Config, config.ConfigName);
        if (files.Any(file => file.Value is not null || file.Connection is not null))
            yield return FromConfigMap(VolumeNames.Files, config.FilesName);
        if (files.Any(file => file.Secret is not null || file.Template is not null))
            yield return FromSecret(VolumeNames.Secrets, secrets.Name);
        foreach (var certificate in secrets.Certificates)
            yield return FromSecret(VolumeNames.Certificate(certificate.Name), certificate.Draft.Name);
    }

    // What a pod names itself replaces what its service account names.
    private IEnumerable<string> PullSecrets() => secrets.PullSecrets.Count == 0
        ? []
        : [.. scope.Context.Policy.PullSecrets, .. secrets.PullSecrets.Select(secret => secret.Name)];

    private static JsonObject? FromSecret(string volume, string name) =>
        Sparse.Object(("name", volume), ("secret", Sparse.Object(("secretName", name))));

    private static JsonObject? FromConfigMap(string volume, string name) =>
        Sparse.Object(("name", volume), ("configMap", Sparse.Object(("name", name))));
}
