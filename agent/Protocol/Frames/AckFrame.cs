using Pdp.Protocol.Intents;

namespace Pdp.Protocol.Frames;

/// <summary>agent → server, answers <see cref="IntentFrame"/> and <see cref="RemoveFrame"/> once the outcome is durable.</summary>
/// <param name="Id">The intent; empty when the document could not be read that far.</param>
/// <param name="Generation">The generation answered; 0 when unknown.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reasons">Every reason of a refusal at once; empty otherwise.</param>
/// <param name="Hash">Hash of the signed payload answered, so that an unreadable document can be matched too.</param>
/// <param name="Held">
/// With <see cref="AckOutcome.Stale"/>, the newest generation the agent knows, which a removal may have had: what comes next must be above it.
/// </param>
public sealed record AckFrame(
    string Id,
    long Generation,
    AckOutcome Outcome,
    IReadOnlyList<RefusalReason> Reasons,
    string? Hash = null,
    long? Held = null) : Frame
{
    /// <inheritdoc/>
    internal override IEnumerable<FieldError> Errors() =>
    [
        .. Id.Length == 0 ? [] : FieldRules.Id("id", Id),
        .. FieldRules.AtLeast("generation", Generation, 0),
        .. FieldRules.Count("reasons", Reasons, ProtocolLimits.Reasons),
        .. FieldRules.Each("reasons", Reasons, (at, reason) =>
        [
            .. FieldRules.Text($"{at}.path", reason.Path, 0, ProtocolLimits.TextChars),
            .. FieldRules.Text($"{at}.message", reason.Message, 0, ProtocolLimits.TextChars),
        ]),
        .. FieldRules.Hash("hash", Hash),
        .. FieldRules.AtLeast("held", Held ?? 1, 1),
    ];
}
