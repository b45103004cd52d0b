using System.Text.Json;

namespace Pdp.Protocol.Frames;

/// <summary>agent → server, the answer.</summary>
/// <param name="RequestId">That of the <see cref="AskFrame"/>.</param>
/// <param name="Result">The answer, by kind; absent on an error.</param>
/// <param name="Error">Why there is none.</param>
public sealed record AnswerFrame(string RequestId, JsonElement? Result, string? Error = null) : Frame
{
    /// <inheritdoc/>
    internal override IEnumerable<FieldError> Errors() =>
    [
        .. FieldRules.Text("requestId", RequestId, 1, ProtocolLimits.NameChars),
        .. FieldRules.Text("error", Error, 1, ProtocolLimits.TextChars),
        .. Result is null == Error is null ? [new FieldError("", "must have a result or an error, not both")] : Array.Empty<FieldError>(),
    ];
}
