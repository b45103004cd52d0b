namespace Pdp.Protocol.Frames;

/// <summary>agent → server, the newest status of some intents.</summary>
/// <param name="Items">At most <see cref="ProtocolLimits.StatusBatch"/> entries, one per intent.</param>
public sealed record StatusFrame(IReadOnlyList<IntentStatusReport> Items) : Frame
{
    /// <inheritdoc/>
    internal override IEnumerable<FieldError> Errors() =>
    [
        .. FieldRules.Count("items", Items, ProtocolLimits.StatusBatch),
        .. FieldRules.Each("items", Items, (at, item) => FieldRules.Id($"{at}.id", item.Id)),
        .. Items.Select(item => item.Id).Distinct().Count() == Items.Count
            ? Array.Empty<FieldError>()
            : [new FieldError("items", "must name each intent once")],
    ];
}
