using Pdp.Core.Ports;
using Pdp.Protocol.Tokens;

namespace Pdp.Observability.Access;

/// <summary>
/// Tells the audit trail of each token that is used, once for each verb: a page that asks every second must not push everything else out of
/// the trail, and what the token opened is the same each time.
/// </summary>
internal sealed class TokenUses(TimeProvider time, IAuditTrail? trail = null)
{
    /// <summary>Uses remembered; what comes beyond is written each time.</summary>
    public const int MostRemembered = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Token, ObservabilityVerb Verb), DateTimeOffset> _told = [];

    /// <summary>A token opened something; returns once that is on record.</summary>
    public Task UsedAsync(Caller caller, ObservabilityVerb verb) =>
        trail is null || !IsNew(caller.Claims, verb)
            ? Task.CompletedTask
            : trail.RecordAsync(new AuditEvent(AuditTypes.TokenUsed)
            {
                Subject = caller.Claims.Sub,
                Action = verb.ToString().ToLowerInvariant(),
                Note = $"token {caller.Claims.Jti}, {string.Join("; ", caller.Claims.Scopes)}",
            });

    private bool IsNew(ObservabilityClaims claims, ObservabilityVerb verb)
    {
        lock (_lock)
        {
            if (_told.ContainsKey((claims.Jti, verb))) return false;
            if (_told.Count >= MostRemembered) Forget();
            if (_told.Count < MostRemembered) _told.Add((claims.Jti, verb), claims.ExpiresAt + ObservabilityTokens.Leeway);
            return true;
        }
    }

    private void Forget()
    {
        var now = time.GetUtcNow();
        foreach (var (use, end) in _told)
        {
            if (end < now) _told.Remove(use);
        }
    }
}
