using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Kinds;

/// <summary>Users and groups belong to the RBAC group, service accounts to the core group.</summary>
internal sealed class RoleBindingRules : KindRules
{
    public override void Default(JsonObject obj)
    {
        foreach (var subject in obj.Items("subjects"))
        {
            if (subject.Text("kind") is "User" or "Group")
                subject.TryAdd("apiGroup", "rbac.authorization.k8s.io");
        }
    }
}
