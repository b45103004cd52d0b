using System.Security.Cryptography;
using Pdp.Protocol.Intents;

namespace Pdp.Protocol.Signatures;

/// <summary>
/// The public keys whose signatures on intents are believed. Immutable and safe for any number of threads. Several keys may stand
/// side by side, so a new one is added before the first document is signed with it and the old one taken out once none needs it.
/// </summary>
public sealed class IntentKeyRing
{
    private const int SignatureBytes = 64;

    private readonly Dictionary<string, JsonWebKey> _keys;

    /// <summary>A ring of these keys.</summary>
    /// <param name="keys">At least one, at most <see cref="ProtocolLimits.Keys"/>, each with an id of its own.</param>
    /// <exception cref="ArgumentException">No key, too many, two of one id, or one that is no P-256 key; the message names all.</exception>
    public IntentKeyRing(IEnumerable<JsonWebKey> keys)
    {
        var list = keys.ToList();
        var errors = Errors("keys", list).ToList();
        if (errors.Count > 0) throw new ArgumentException(string.Join("; ", errors), nameof(keys));
        _keys = list.ToDictionary(key => key.Kid);
    }

    /// <summary>Ids of the keys, ordered.</summary>
    public IReadOnlyList<string> KeyIds => [.. _keys.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What keeps these keys from making a ring; empty when nothing does.</summary>
    internal static IEnumerable<FieldError> Errors(string path, IReadOnlyList<JsonWebKey> keys) =>
    [
        .. FieldRules.Range($"{path}.length", keys.Count, 1, ProtocolLimits.Keys),
        .. FieldRules.Each(path, keys, (at, key) => key.Errors(at)),
        .. keys.DistinctBy(key => key.Kid).Count() == keys.Count
            ? Array.Empty<FieldError>()
            : [new FieldError(path, "must each have a kid of its own")],
    ];

    /// <summary>Whether this ring has a key with this id.</summary>
    public bool Has(string keyId) => _keys.ContainsKey(keyId);

    /// <summary>A ring with one more key, or with another in the place of one of the same id.</summary>
    /// <exception cref="ArgumentException">As for the constructor.</exception>
    public IntentKeyRing With(JsonWebKey key) => new([.. _keys.Values.Where(k => k.Kid != key.Kid), key]);

    /// <summary>A ring without one key.</summary>
    /// <exception cref="ArgumentException">It was the last.</exception>
    public IntentKeyRing Without(string keyId) => new(_keys.Values.Where(k => k.Kid != keyId));

    /// <summary>Whether a JWS was signed by a key of this ring as an intent or a removal. Never throws on bad input.</summary>
    /// <param name="text">Compact JWS as it came.</param>
    public JwsVerification Verify(string text) => VerifyAs(text, JwsHeader.IntentType);

    /// <summary>Whether a JWS was signed by a key of this ring as a trust document. Never throws on bad input.</summary>
    /// <param name="text">Compact JWS as it came.</param>
    public JwsVerification VerifyTrust(string text) => VerifyAs(text, JwsHeader.TrustType);

    /// <summary>Whether a JWS was signed by a key of this ring as a token for the observability API. Never throws on bad input.</summary>
    /// <param name="text">Compact JWS as it came.</param>
    internal JwsVerification VerifyObservability(string text) => VerifyAs(text, JwsHeader.ObservabilityType);

    private JwsVerification VerifyAs(string text, string type)
    {
        if (!CompactJws.TryParse(text, out var jws, out var unreadable)) return new JwsVerification.Refused(unreadable);
        return Refusal(jws, type) is { } refusal
            ? new JwsVerification.Refused(refusal, IntentDigest.OfPayload(jws.Payload.Span))
            : new JwsVerification.Verified(jws.Header.Kid, jws.Payload);
    }

    // The header is read only to choose among refusals: which key may verify, and how, is this ring's to say.
    private JwsRefusal? Refusal(CompactJws jws, string type) => jws.Header switch
    {
        { Alg: var alg } when alg.Equals("none", StringComparison.OrdinalIgnoreCase) => JwsRefusal.Unsigned,
        { Crit: not null } => JwsRefusal.CriticalNotUnderstood,
        { Typ: var typ } when typ != type => JwsRefusal.WrongType,
        { Kid: var kid } when !_keys.ContainsKey(kid) => JwsRefusal.UnknownKey,
        { Alg: not JwsHeader.Es256 } => JwsRefusal.WrongAlgorithm,
        { Kid: var kid } => IsSignedBy(_keys[kid], jws) ? null : JwsRefusal.BadSignature,
    };

    private static bool IsSignedBy(JsonWebKey jwk, CompactJws jws)
    {
        if (jws.Signature.Length != SignatureBytes) return false;
        using var key = jwk.ToKey();
        return key.VerifyData(
            jws.SigningInput, jws.Signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
