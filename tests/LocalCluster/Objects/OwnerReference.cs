using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Objects;

/// <summary>An entry of <c>metadata.ownerReferences</c>.</summary>
internal sealed record OwnerReference(string ApiVersion, string Kind, string Name, string Uid, bool Controller, bool BlockOwnerDeletion)
{
    /// <summary>The reference a controller puts on what it makes for <paramref name="owner"/>.</summary>
    public static OwnerReference ControllerRef(JsonObject owner, string apiVersion, string kind) =>
        new(apiVersion, kind, owner.Name(), owner.Uid(), Controller: true, BlockOwnerDeletion: true);

    public static IEnumerable<OwnerReference> Of(JsonNode obj) => obj.Items("metadata", "ownerReferences").Select(reference => new OwnerReference(
        reference.Text("apiVersion") ?? "",
        reference.Text("kind") ?? "",
        reference.Text("name") ?? "",
        reference.Text("uid") ?? "",
        reference.Bool("controller") ?? false,
        reference.Bool("blockOwnerDeletion") ?? false));

    public JsonObject ToJson() => new()
    {
        ["apiVersion"] = ApiVersion,
        ["kind"] = Kind,
        ["name"] = Name,
        ["uid"] = Uid,
        ["controller"] = Controller,
        ["blockOwnerDeletion"] = BlockOwnerDeletion,
    };
}
