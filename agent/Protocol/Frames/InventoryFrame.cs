using Pdp.Protocol.Intents;

namespace Pdp.Protocol.Frames;

/// <summary>agent → server, one page of what the agent holds.</summary>
/// <param name="Items">At most <see cref="ProtocolLimits.InventoryPage"/> stamps, ordered by id.</param>
/// <param name="More">Another page follows.</param>
public sealed record InventoryFrame(IReadOnlyList<IntentStamp> Items, bool More = false) : Frame
{
    /// <inheritdoc/>
    internal override IEnumerable<FieldError> Errors() =>
    [
        .. FieldRules.Count("items", Items, ProtocolLimits.InventoryPage),
        .. FieldRules.Each("items", Items, (at, item) => item.Errors(at)),
        .. Items.Zip(Items.Skip(1)).All(pair => string.CompareOrdinal(pair.First.Id, pair.Second.Id) < 0)
            ? Array.Empty<FieldError>()
            : [new FieldError("items", "must be ordered by id, each once")],
    ];
}
