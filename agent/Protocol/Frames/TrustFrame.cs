using Pdp.Protocol.Identity;

namespace Pdp.Protocol.Frames;

/// <summary>server → agent, a newer trust document. May come at any time after <c>welcome</c>.</summary>
/// <param name="Documents">
/// Compact JWS over one and the same <see cref="TrustDocument"/>, each by another key, 1..<see cref="ProtocolLimits.TrustCopies"/>: the agent
/// takes the first that a key it believes has signed.
/// </param>
public sealed record TrustFrame(IReadOnlyList<string> Documents) : Frame
{
    /// <inheritdoc/>
    internal override IEnumerable<FieldError> Errors() =>
    [
        .. FieldRules.Range("documents.length", Documents.Count, 1, ProtocolLimits.TrustCopies),
        .. FieldRules.Each("documents", Documents, (at, jws) => FieldRules.Text(at, jws, 1, TrustDocuments.MaxChars)),
    ];
}
