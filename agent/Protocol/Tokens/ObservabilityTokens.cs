using System.Text.Json;
using Pdp.Protocol.Signatures;

namespace Pdp.Protocol.Tokens;

/// <summary>
/// Signs and verifies the short-lived tokens with which a browser asks a plane's observability API: ES256 JWTs whose <c>typ</c> is
/// <see cref="JwsHeader.ObservabilityType"/>, so that nothing else that was signed can pass for one.
/// </summary>
public static class ObservabilityTokens
{
    /// <summary>Longest token, characters.</summary>
    public const int MaxChars = 16 * 1024;

    /// <summary>Longest life of a token. Nobody can take one back, so it ends soon; whoever made it makes another.</summary>
    public static TimeSpan LongestLife { get; } = TimeSpan.FromHours(1);

    /// <summary>How far the clocks of both sides may be apart.</summary>
    public static TimeSpan Leeway { get; } = TimeSpan.FromMinutes(1);

    private const int MaxBytes = 12 * 1024;
    private const int Depth = 6;

    /// <summary>The token with these claims.</summary>
    /// <param name="key">A key the plane believes for tokens.</param>
    /// <param name="claims">The claims.</param>
    /// <exception cref="ArgumentException">A claim is out of form or range, or all together are too large; the message names each.</exception>
    public static string Sign(SigningKey key, ObservabilityClaims claims)
    {
        var errors = claims.Errors().ToList();
        if (errors.Count > 0) throw new ArgumentException(string.Join("; ", errors), nameof(claims));
        var token = JwsSigning.Sign(
            key, JwsHeader.ObservabilityType, JsonSerializer.SerializeToUtf8Bytes(claims, ProtocolJsonContext.Default.ObservabilityClaims));
        return token.Length <= MaxChars ? token : throw new ArgumentException("must name fewer scopes", nameof(claims));
    }

    /// <summary>Whether a token is good at a plane now. Never throws on bad input.</summary>
    /// <param name="token">The token as it came.</param>
    /// <param name="keys">The keys that are believed for tokens; none believes nothing.</param>
    /// <param name="plane">The plane it is shown to.</param>
    /// <param name="now">The time, UTC.</param>
    public static TokenVerification Verify(string token, IReadOnlyList<JsonWebKey> keys, string plane, DateTimeOffset now)
    {
        if (token.Length > MaxChars) return Refused(TokenRefusal.Malformed);
        if (keys.Count == 0) return Refused(TokenRefusal.NotBelieved);
        return new IntentKeyRing(keys).VerifyObservability(token) switch
        {
            JwsVerification.Verified { Payload: var payload } when Read(payload) is { } claims => Check(claims, plane, now),
            JwsVerification.Refused
            {
                Refusal: JwsRefusal.UnknownKey or JwsRefusal.BadSignature or JwsRefusal.Unsigned or JwsRefusal.WrongAlgorithm or JwsRefusal.WrongType
            } => Refused(TokenRefusal.NotBelieved),
            _ => Refused(TokenRefusal.Malformed),
        };
    }

    private static TokenVerification Check(ObservabilityClaims claims, string plane, DateTimeOffset now) => claims switch
    {
        { Aud: var audience } when audience != plane => Refused(TokenRefusal.OtherAudience),
        { Exp: var end } when now - Leeway >= DateTimeOffset.FromUnixTimeSeconds(end) => Refused(TokenRefusal.Expired),
        { Iat: var signed } when now + Leeway < DateTimeOffset.FromUnixTimeSeconds(signed) => Refused(TokenRefusal.NotYet),
        _ => new TokenVerification.Good(claims),
    };

    private static ObservabilityClaims? Read(ReadOnlyMemory<byte> payload)
    {
        if (BoundedJson.TryRead(payload, MaxBytes, Depth, out var json) != JsonFault.None) return null;
        using (json)
        {
            var contract = ProtocolJsonContext.Default.ObservabilityClaims;
            // A field that is not known may be a narrowing this side does not understand.
            if (JsonShape.Check(json!.RootElement, contract, refuseUnknown: true).Count > 0) return null;
            var claims = json.RootElement.Deserialize(contract)!;
            return claims.Errors().Any() ? null : claims;
        }
    }

    private static TokenVerification.Refused Refused(TokenRefusal reason) => new(reason);
}
