namespace Pdp.Protocol.Frames;

/// <summary>server → agent, one of a closed list of questions. Never a request to relay.</summary>
/// <param name="RequestId">Echoed in the answer.</param>
/// <param name="Kind">The question.</param>
/// <param name="Id">The intent asked about, where the question has one.</param>
/// <param name="Document">
/// With <see cref="AskKind.Describe"/>, whether the answer is to hold the signed document too. An agent that does not know this answers
/// without it.
/// </param>
public sealed record AskFrame(string RequestId, AskKind Kind, string? Id = null, bool Document = false) : Frame
{
    /// <inheritdoc/>
    internal override IEnumerable<FieldError> Errors() =>
    [
        .. FieldRules.Text("requestId", RequestId, 1, ProtocolLimits.NameChars),
        .. Kind != AskKind.Resync && Id is null ? [new FieldError("id", "is missing")] : FieldRules.Id("id", Id),
    ];
}
