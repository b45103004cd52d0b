using System.Buffers;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Resources;
using Pdp.LocalCluster.Storage;

namespace Pdp.LocalCluster.Http;

/// <summary>Stored objects as the text of a resource: mostly the stored text itself, rewritten only for views, other versions of a
/// custom resource, and metadata alone.</summary>
internal sealed class ObjectEncoder(ResourceDefinition resource, MediaRequest media)
{
    private readonly bool _asStored = media.Form == MediaForm.Object && resource.View is null && resource.Custom is null;

    /// <summary>A whole object.</summary>
    public ReadOnlyMemory<byte> Object(StoredObject stored) =>
        _asStored || IsPlainCustom(stored) ? stored.Text : JsonText.Bytes(Value(stored));

    /// <summary>An object as an item of a list; built-in kinds leave their type out there.</summary>
    public void WriteItem(IBufferWriter<byte> target, StoredObject stored)
    {
        if (_asStored)
        {
            target.Write("{"u8);
            target.Write(stored.ItemTail.Span);
            return;
        }
        if (media.Form == MediaForm.Object && resource.Custom is null)
        {
            var value = Value(stored);
            value.Remove("apiVersion");
            value.Remove("kind");
            JsonText.Write(target, value);
            return;
        }
        target.Write(Object(stored).Span);
    }

    /// <summary>The object as this resource's clients see it; a copy where that is not how it is stored.</summary>
    public JsonObject Value(StoredObject stored)
    {
        if (media.Form == MediaForm.Metadata)
            return Metadata(stored, media.Version);
        if (resource.View is { } view)
            return view.FromStored(stored.Value);
        if (_asStored || IsPlainCustom(stored))
            return stored.Value;
        var copy = (JsonObject)stored.Value.DeepClone();
        copy["apiVersion"] = resource.ApiVersion;
        return copy;
    }

    public static JsonObject Metadata(StoredObject stored, string version) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = $"meta.k8s.io/{version}",
        ["metadata"] = stored.Value.At("metadata")?.DeepClone(),
    };

    private bool IsPlainCustom(StoredObject stored) =>
        media.Form == MediaForm.Object && resource.Custom is not null && stored.Value.Text("apiVersion") == resource.ApiVersion;
}
