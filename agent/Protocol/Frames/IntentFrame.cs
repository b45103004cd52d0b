namespace Pdp.Protocol.Frames;

/// <summary>server → agent, an intent to store and to make so.</summary>
/// <param name="Jws">Compact JWS whose payload is the intent document, exactly as signed.</param>
/// <param name="Traceparent">The trace it belongs to, see <see cref="Tracing.TraceContext"/>; ignored when it is not well formed.</param>
/// <param name="Tracestate">What goes with it.</param>
public sealed record IntentFrame(string Jws, string? Traceparent = null, string? Tracestate = null) : Frame
{
    /// <inheritdoc/>
    // The length is judged where the signature is, so that an oversized intent is refused by itself and the session goes on.
    internal override IEnumerable<FieldError> Errors() => FieldRules.Text("jws", Jws, 1, ProtocolLimits.FrameBytes);
}
