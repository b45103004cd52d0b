namespace Pdp.Protocol.Frames;

/// <summary>agent → server, the trust document of this version is stored and in force. Answers <see cref="TrustFrame"/>.</summary>
/// <param name="Version">The version now held; also where it was held before. 1 or more.</param>
public sealed record TrustedFrame(long Version) : Frame
{
    /// <inheritdoc/>
    internal override IEnumerable<FieldError> Errors() => FieldRules.AtLeast("version", Version, 1);
}
