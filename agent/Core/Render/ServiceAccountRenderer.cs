using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>
/// Renders who the pods are. It names the pull secrets the customer's policy gives the place, so that no document decides with whose
/// credentials images are pulled.
/// </summary>
internal static class ServiceAccountRenderer
{
    /// <summary>The service account; none where nothing runs, and none for a run, which is who its task is.</summary>
    public static IEnumerable<DesiredObject> Render(ComponentScope scope)
    {
        if (scope.Spec.Type == ComponentType.Proxy || scope.TaskId is not null)
            yield break;
        var pullSecrets = scope.Context.Policy.PullSecrets.Select(name => Sparse.Object(("name", name)));
        yield return scope.Object(
            "v1",
            "ServiceAccount",
            scope.ServiceAccount,
            ("automountServiceAccountToken", false),
            ("imagePullSecrets", Sparse.List(pullSecrets)));
    }
}
