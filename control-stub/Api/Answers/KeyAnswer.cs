using Pdp.Protocol.Signatures;

namespace Pdp.ControlStub.Api.Answers;

/// <summary>A key that signs intents, or did.</summary>
/// <param name="Kid">Its id.</param>
/// <param name="Use"><c>signs</c> for the one that signs now, <c>announced</c> for the one that will, <c>signed</c> for an earlier one of this control plane, <c>former</c> for one of
/// another, which verifies and is in bundles until it is retired.</param>
/// <param name="CreatedAt">When it came here, UTC.</param>
/// <param name="Key">The public key.</param>
internal sealed record KeyAnswer(string Kid, string Use, DateTimeOffset CreatedAt, JsonWebKey Key);

/// <summary>All keys, oldest first.</summary>
internal sealed record KeyListAnswer(IReadOnlyList<KeyAnswer> Items);
