using System.Text.Json.Nodes;
using Pdp.Kubernetes.Objects;

namespace Pdp.Kubernetes.Watching;

/// <summary>
/// An object as its text. A tree of nodes takes some ten times as much, and the text it was read from stays with it, fields that were taken out
/// included; what is kept for long is looked at rarely.
/// </summary>
internal sealed class PackedObject
{
    // What came through the reader's limits is not judged again.
    private const int MaxDepth = 1000;

    private readonly byte[] _text;

    private PackedObject(byte[] text, string? uid, string? resourceVersion) => (_text, Uid, ResourceVersion) = (text, uid, resourceVersion);

    /// <summary>Which object of its name it is.</summary>
    public string? Uid { get; }

    /// <summary>Its version.</summary>
    public string? ResourceVersion { get; }

    /// <summary>Packs an object, which stays the caller's.</summary>
    public static PackedObject Of(JsonObject obj) => new(StrictJson.ToUtf8(obj), obj.Uid, obj.ResourceVersion);

    /// <summary>The object, the caller's own.</summary>
    public JsonObject Unpack() => StrictJson.ParseObject(_text, MaxDepth);
}
