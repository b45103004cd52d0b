namespace Pdp.Protocol.Frames;

/// <summary>server → agent, an intent to prune and to forget.</summary>
/// <param name="Id">The intent.</param>
/// <param name="Generation">Generation of the removal; above that of the intent.</param>
/// <param name="Jws">Compact JWS whose payload is a <c>Removal</c> document.</param>
/// <param name="Traceparent">The trace it belongs to, see <see cref="Tracing.TraceContext"/>; ignored when it is not well formed.</param>
/// <param name="Tracestate">What goes with it.</param>
public sealed record RemoveFrame(string Id, long Generation, string Jws, string? Traceparent = null, string? Tracestate = null) : Frame
{
    /// <inheritdoc/>
    internal override IEnumerable<FieldError> Errors() =>
    [
        .. FieldRules.Id("id", Id),
        .. FieldRules.AtLeast("generation", Generation, 1),
        .. FieldRules.Text("jws", Jws, 1, ProtocolLimits.FrameBytes),
    ];
}
