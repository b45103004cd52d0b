using System.Text.Json.Nodes;

namespace Pdp.Kubernetes.Watching;

/// <summary>One true change, for one thread at a time.</summary>
public sealed class ObjectChange
{
    private readonly PackedObject? _before;

    internal ObjectChange(PackedObject? before, JsonObject? now) => (_before, Now) = (before, now);

    internal ObjectChange(JsonObject? before, JsonObject? now) => (Before, Now) = (before, now);

    /// <summary>As it was, unpacked when it is first asked for: mostly nobody does. Null when it is new.</summary>
    public JsonObject? Before { get => field ??= _before?.Unpack(); private init; }

    /// <summary>As it is; null when it is gone.</summary>
    public JsonObject? Now { get; }
}
