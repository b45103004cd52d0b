namespace Pdp.Protocol.Frames;

/// <summary>
/// Either side: something the peer sent was not understood. The session goes on unless a <see cref="GoodbyeFrame"/> follows.
/// </summary>
/// <param name="Code">Which rule.</param>
/// <param name="About">What broke it, without echoing what was sent.</param>
public sealed record ErrorFrame(ErrorCode Code, string About) : Frame
{
    /// <inheritdoc/>
    internal override IEnumerable<FieldError> Errors() => FieldRules.Text("about", About, 0, ProtocolLimits.TextChars);
}
