namespace Pdp.Protocol.Frames;

/// <summary>server → agent, accepts the session and sets its rules.</summary>
/// <param name="SessionId">Names the session in both sides' logs.</param>
/// <param name="HeartbeatSeconds">How often each side sends <see cref="PingFrame"/>; two missed ones end the session. 1..300.</param>
/// <param name="Window">Most <c>intent</c> and <c>remove</c> frames without an <c>ack</c>. 1..1024.</param>
/// <param name="SigningKeys">JWKs of the keys that sign intents now; used only where the agent's pins allow it.</param>
/// <param name="TokenKeys">JWKs of the keys that sign tokens for the observability API.</param>
/// <param name="Reconnect">Pacing for the next dial, if the server wants other bounds than the agent's own.</param>
/// <param name="ServerTime">The server's clock, UTC.</param>
public sealed record WelcomeFrame(
    string SessionId,
    int HeartbeatSeconds,
    int Window,
    IReadOnlyList<Signatures.JsonWebKey> SigningKeys,
    IReadOnlyList<Signatures.JsonWebKey> TokenKeys,
    ReconnectPacing? Reconnect,
    DateTimeOffset ServerTime) : Frame
{
    /// <inheritdoc/>
    internal override IEnumerable<FieldError> Errors() =>
    [
        .. FieldRules.Text("sessionId", SessionId, 1, ProtocolLimits.NameChars),
        .. FieldRules.Range("heartbeatSeconds", HeartbeatSeconds, 1, ProtocolLimits.HeartbeatSeconds),
        .. FieldRules.Range("window", Window, 1, ProtocolLimits.Window),
        .. FieldRules.Count("signingKeys", SigningKeys, ProtocolLimits.Keys),
        .. FieldRules.Count("tokenKeys", TokenKeys, ProtocolLimits.Keys),
        .. FieldRules.Each("signingKeys", SigningKeys, (at, key) => key.Errors(at)),
        .. FieldRules.Each("tokenKeys", TokenKeys, (at, key) => key.Errors(at)),
        .. Reconnect?.Errors("reconnect") ?? [],
    ];
}

/// <summary>Bounds of the delay before the next dial.</summary>
/// <param name="MinSeconds">Smallest base delay, seconds. 0..3600.</param>
/// <param name="MaxSeconds">Cap of the exponential delay, seconds. 1..3600.</param>
public sealed record ReconnectPacing(double MinSeconds, double MaxSeconds)
{
    internal IEnumerable<FieldError> Errors(string path) =>
    [
        .. FieldRules.Range($"{path}.minSeconds", MinSeconds, 0, ProtocolLimits.RetryAfterSeconds),
        .. FieldRules.Range($"{path}.maxSeconds", MaxSeconds, 1, ProtocolLimits.RetryAfterSeconds),
        .. MinSeconds <= MaxSeconds ? Array.Empty<FieldError>() : [new FieldError($"{path}.minSeconds", "must not be above maxSeconds")],
    ];
}
