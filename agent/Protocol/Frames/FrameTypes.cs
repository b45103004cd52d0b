using System.Collections.Frozen;
using System.Text.Json.Serialization.Metadata;

namespace Pdp.Protocol.Frames;

/// <summary>The frame types by the name in <c>type</c>, as <see cref="Frame"/> declares them.</summary>
internal static class FrameTypes
{
    private static readonly FrozenDictionary<string, JsonTypeInfo> _byName =
        ProtocolJsonContext.Default.Frame.PolymorphismOptions!.DerivedTypes.ToFrozenDictionary(
            derived => (string)derived.TypeDiscriminator!, derived => ProtocolJsonContext.Default.GetTypeInfo(derived.DerivedType)!);

    private static readonly FrozenDictionary<Type, string> _byType = _byName.ToFrozenDictionary(pair => pair.Value.Type, pair => pair.Key);

    /// <summary>All names, ordered.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. _byName.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The contract of a frame type; null for one this side does not know.</summary>
    public static JsonTypeInfo? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>
    /// Whether a frame of this type that cannot be read is merely dropped. The others carry what both sides must agree on (a window
    /// slot, an inventory page, the handshake), so that without one of them the session's two ends would no longer mean the same.
    /// </summary>
    public static bool MayBeDropped(string name) =>
        name is "status" or "ping" or "pong" or "ask" or "answer" or "trust" or "trusted" or "hint" or "error";

    /// <summary>The name of a frame's type.</summary>
    public static string NameOf(Frame frame) => _byType[frame.GetType()];
}
