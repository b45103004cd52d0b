using System.Text.Json.Nodes;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Intents;

/// <summary>Makes the document that takes an intent away.</summary>
internal static class Removals
{
    public static IntentDraft Of(IntentRecord intent, bool deleteVolumes)
    {
        var owner = intent.Owner;
        var metadata = new JsonObject
        {
            ["id"] = intent.Id,
            ["plane"] = intent.Plane,
            ["organization"] = owner.Organization,
            ["project"] = owner.Project,
            ["environment"] = owner.Environment,
        };
        if (owner.Component is not null)
            metadata["component"] = owner.Component;
        var spec = new JsonObject();
        if (deleteVolumes)
            spec["deleteVolumes"] = true;
        var document = new JsonObject
        {
            ["apiVersion"] = IntentDocument.CurrentApiVersion,
            ["kind"] = IntentKinds.Removal,
            ["metadata"] = metadata,
            ["spec"] = spec,
        };
        return new IntentDraft(intent.Id, document, IntentKinds.Removal, ComponentState.Undeployed, owner, intent.Source);
    }
}
