namespace Pdp.Protocol.Tokens;

/// <summary>What a token for the observability API of one plane says (a JWT, RFC 7519; times are seconds since 1970, UTC).</summary>
/// <param name="Sub">Who asked for it, for the audit trail: a name, 1..<see cref="ProtocolLimits.NameChars"/> characters.</param>
/// <param name="Aud">The plane's id: a token is worth nothing at another.</param>
/// <param name="Iat">When it was signed.</param>
/// <param name="Exp">Its end, at most <see cref="ObservabilityTokens.LongestLife"/> after <paramref name="Iat"/>.</param>
/// <param name="Jti">Names this token, for the audit trail.</param>
/// <param name="Scopes">What it opens, 1..<see cref="MostScopes"/>.</param>
public sealed record ObservabilityClaims(string Sub, string Aud, long Iat, long Exp, string Jti, IReadOnlyList<ObservabilityScope> Scopes)
{
    /// <summary>Most scopes of a token.</summary>
    public const int MostScopes = 50;

    /// <summary>Its end, UTC.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public DateTimeOffset ExpiresAt => DateTimeOffset.FromUnixTimeSeconds(Exp);

    /// <summary>Whether one of the scopes opens something; see <see cref="ObservabilityScope.Opens"/>.</summary>
    public bool Opens(ObservabilityVerb verb, string organization, string project, string environment, string? component) =>
        Scopes.Any(scope => scope.Opens(verb, organization, project, environment, component));

    /// <summary>Subject and name of the token.</summary>
    public override string ToString() => $"ObservabilityClaims {{ Sub = {Sub}, Jti = {Jti} }}";

    internal IEnumerable<FieldError> Errors() =>
    [
        .. FieldRules.Text("sub", Sub, 1, ProtocolLimits.NameChars),
        .. FieldRules.Id("aud", Aud),
        .. FieldRules.Text("jti", Jti, 1, ProtocolLimits.NameChars),
        .. FieldRules.Range("iat", Iat, 0, MostSeconds),
        .. FieldRules.Range("exp", Exp, Iat + 1, Math.Min(MostSeconds, Iat + (long)ObservabilityTokens.LongestLife.TotalSeconds)),
        .. FieldRules.Range("scopes.length", Scopes.Count, 1, MostScopes),
        .. FieldRules.Each("scopes", Scopes, (path, scope) => scope.Errors(path)),
    ];

    // The end of the year 9999, the last that a date can be.
    private const long MostSeconds = 253_402_300_799;
}
