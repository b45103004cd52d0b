namespace Pdp.Protocol.Frames;

/// <summary>Either side: the session ends now.</summary>
/// <param name="Reason">Why.</param>
/// <param name="RetryAfter">Seconds to wait before dialling again, if the server wants it.</param>
public sealed record GoodbyeFrame(GoodbyeReason Reason, double? RetryAfter = null) : Frame
{
    /// <inheritdoc/>
    internal override IEnumerable<FieldError> Errors() =>
        FieldRules.Range("retryAfter", RetryAfter ?? 0, 0, ProtocolLimits.RetryAfterSeconds);
}
