using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>What a component asks for that an older Kubernetes would drop without a word.</summary>
internal static class ServerNeeds
{
    // On by default since Kubernetes 1.29 (KEP-753). Without it a sidecar would be run to its end, which never comes.
    private const int SidecarsSince = 29;

    /// <summary>Every field the server is too old for.</summary>
    public static IReadOnlyList<RefusalReason> Of(ComponentScope scope) =>
        scope.Context.ServerMinor >= SidecarsSince
            ? []
            :
            [
                .. scope.Containers.Where(container => container.Value.Sidecar).Select(container => new RefusalReason(
                    FailureReason.ObjectInvalid,
                    $"spec.containers.{container.Key}.sidecar",
                    $"needs Kubernetes 1.{SidecarsSince} or newer, and the cluster is of 1.{scope.Context.ServerMinor}")),
            ];
}
