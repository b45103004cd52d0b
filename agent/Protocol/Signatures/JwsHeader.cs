namespace Pdp.Protocol.Signatures;

/// <summary>The protected header of a JWS (RFC 7515), as far as this side reads it.</summary>
/// <param name="Alg">The algorithm the sender says it used; believed only if it is the key's own.</param>
/// <param name="Kid">Which key signed.</param>
/// <param name="Typ">What was signed, so that one kind of signed thing cannot pass for another.</param>
/// <param name="Crit">Extensions that must be understood or the JWS refused. This side understands none.</param>
public sealed record JwsHeader(string Alg, string Kid, string Typ, IReadOnlyList<string>? Crit = null)
{
    /// <summary>ECDSA on P-256 with SHA-256, the one algorithm of this protocol.</summary>
    public const string Es256 = "ES256";

    /// <summary>The <see cref="Typ"/> of intents and removals.</summary>
    public const string IntentType = "pdp-intent+jws";

    /// <summary>The <see cref="Typ"/> of trust documents.</summary>
    public const string TrustType = "pdp-trust+jws";

    /// <summary>The <see cref="Typ"/> of tokens for the observability API.</summary>
    public const string ObservabilityType = "pdp-observability+jwt";
}
