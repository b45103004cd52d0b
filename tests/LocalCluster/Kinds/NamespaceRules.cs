using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Kinds;

/// <summary>A namespace carries its name as a label and a finalizer until its content is gone.</summary>
internal sealed class NamespaceRules : KindRules
{
    public override void Default(JsonObject obj)
    {
        if (obj.Text("metadata", "name") is not { Length: > 0 } name)
            return;
        var metadata = obj.Object("metadata")!;
        if (metadata["labels"] is not JsonObject labels)
            metadata["labels"] = labels = [];
        labels["kubernetes.io/metadata.name"] = name;
    }

    public override void PrepareCreate(JsonObject obj, WriteContext context) =>
        obj["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") };

    public override void PrepareUpdate(JsonObject obj, JsonObject old, WriteContext context) => obj["spec"] = old.At("spec")?.DeepClone();
}
