using Pdp.Core.Objects;

namespace Pdp.Core.Render;

/// <summary>
/// Renders who the pods are. It names the pull secrets the customer's policy gives the place, so that no document decides with whose
/// credentials images are pulled.
/// </summary>
internal static class ServiceAccountRenderer
{
    public static DesiredObject Render(ComponentScope scope) => scope.Object(
        "v1",
        "ServiceAccount",
        scope.Names.Base,
        ("automountServiceAccountToken", false),
        ("imagePullSecrets", Sparse.List(scope.Context.Policy.PullSecrets.Select(name => Sparse.Object(("name", name))))));
}
