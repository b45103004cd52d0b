using System.Text.Json.Nodes;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers;

/// <summary>Which objects a controller owns: those that say so and still match, and orphans that match, which it takes in.</summary>
internal sealed class Claims(IClusterApi api, string resource)
{
    /// <summary>The objects of <paramref name="owner"/>, after adopting matching orphans and letting go of what matches no more.</summary>
    public List<JsonObject> Of(JsonObject owner, OwnerReference reference)
    {
        var selector = owner.Object("spec", "selector");
        var claimed = new List<JsonObject>();
        var ns = owner.Namespace() ?? "";
        var ours = api.Marked(resource, Mark.OwnedBy(reference.Uid)).Where(obj => obj.Controller() is not null);
        foreach (var obj in ours.Concat(api.Marked(resource, Mark.Uncontrolled(ns))))
        {
            var controller = obj.Controller();
            if (controller is not null && controller.Uid != reference.Uid) continue;
            var matches = LabelSelector.Matches(selector, obj.Object("metadata", "labels"));
            if (controller is not null && (matches || owner.IsDeleting() || obj.IsDeleting())) claimed.Add(obj);
            else if (controller is not null) Release(obj, reference.Uid);
            else if (matches && !owner.IsDeleting() && !obj.IsDeleting()) claimed.Add(Adopt(obj, reference));
        }

        return claimed;
    }

    private JsonObject Adopt(JsonObject orphan, OwnerReference reference)
    {
        var adopted = orphan.Copy();
        var metadata = adopted.Ensure("metadata");
        if (metadata["ownerReferences"] is not JsonArray references) metadata["ownerReferences"] = references = [];
        references.Add(reference.ToJson());
        return api.Update(resource, adopted, Controller.ManagerName);
    }

    private void Release(JsonObject obj, string uid)
    {
        var released = obj.Copy();
        released.Array("metadata", "ownerReferences")!.RemoveAll(entry => entry.Text("uid") == uid);
        api.Update(resource, released, Controller.ManagerName);
    }
}
