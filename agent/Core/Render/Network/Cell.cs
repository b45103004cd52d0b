using Pdp.Core.Policy.Model;
using Pdp.Core.Ports;

namespace Pdp.Core.Render.Network;

/// <summary>How the components of a project and environment are kept apart here.</summary>
internal static class Cell
{
    private const string NetworkPolicy = "networking.k8s.io/NetworkPolicy";
    private const string CiliumPolicy = "cilium.io/CiliumNetworkPolicy";

    /// <summary>Whether they are.</summary>
    public static bool IsIsolated(RenderContext context) =>
        context.Policy.Network.Isolation == NetworkIsolation.Enforced && context.Policy.Allows(NetworkPolicy);

    /// <summary>Whether hosts outside can be told apart by name.</summary>
    public static bool KnowsHosts(RenderContext context) =>
        context.Policy.Allows(CiliumPolicy) && context.Kinds.ScopeOf("cilium.io", "v2", "CiliumNetworkPolicy") == KindScope.Namespaced;
}
