using System.Diagnostics.CodeAnalysis;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Ports;

/// <summary>Decides whether signed bytes say something this plane may act on. All it hands out was signed by a pinned key.</summary>
public interface IIntentVerifier
{
    /// <summary>Checks signature, limits, schema, plane and rules, and reads the document.</summary>
    /// <param name="jws">Compact JWS as it came; anything at all.</param>
    Verification Verify(string jws);
}

/// <summary>What reading signed bytes gave: a document, or every reason why not.</summary>
/// <param name="Verified">The document; null when it is not acceptable.</param>
/// <param name="Reasons">Every reason of the refusal; empty when there is a document.</param>
/// <param name="Id">Whose it claims to be, once its signature held; empty when it could not be read that far.</param>
/// <param name="Generation">Which generation it claims to be; 0 when it could not be read that far.</param>
/// <param name="Hash">Hash of the payload; null when there was none to read.</param>
public sealed record Verification(
    VerifiedIntent? Verified, IReadOnlyList<RefusalReason> Reasons, string Id = "", long Generation = 0, string? Hash = null)
{
    /// <summary>Whether there is a document.</summary>
    [MemberNotNullWhen(true, nameof(Verified))]
    public bool IsGood => Verified is not null;
}

/// <summary>
/// A document whose signature, schema and rules held: an intent, or the removal of one. Of a local intent, which has no signature, schema and
/// rules did.
/// </summary>
/// <param name="Jws">The signed bytes as they came; the document itself where nobody signed it.</param>
/// <param name="Stamp">Id, generation and the payload's hash.</param>
/// <param name="Intent">What it says.</param>
public sealed record VerifiedIntent(string Jws, IntentStamp Stamp, TypedIntent Intent)
{
    /// <summary>Whether it takes an intent away.</summary>
    public bool IsRemoval => Intent.Spec is RemovalSpec;
}
