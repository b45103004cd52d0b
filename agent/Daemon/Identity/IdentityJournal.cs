using System.Globalization;
using Pdp.Core.Ports;
using Pdp.Daemon.Channel.Dialling;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Identity;

namespace Pdp.Daemon.Identity;

/// <summary>Tells everybody who listens what happened to the identity: log, metrics, audit trail and the cluster's events.</summary>
/// <param name="log">The log.</param>
/// <param name="metrics">The counters.</param>
/// <param name="events">The cluster's events, where the host has them.</param>
/// <param name="trail">The audit trail, where there is one.</param>
internal sealed class IdentityJournal(IdentityLog log, IdentityMetrics metrics, IAgentEvents? events = null, IAuditTrail? trail = null)
{
    /// <summary>A first certificate, by a bootstrap token.</summary>
    public const string Enrol = "enrol";

    /// <summary>The next certificate, on a session.</summary>
    public const string Renew = "renew";

    /// <summary>The next certificate where the one before cannot be shown any more.</summary>
    public const string Recover = "recover";

    private const string Issued = "issued";

    /// <summary>There is a first certificate.</summary>
    public async Task EnrolledAsync(IdentityCertificate certificate)
    {
        log.Enrolled(certificate.Plane, certificate.Serial, certificate.NotAfter);
        metrics.Asked(Enrol, Issued);
        events?.Note(isWarning: false, "Enrolled", $"enrolled as {certificate.Plane} until {certificate.NotAfter:u}");
        await RecordAsync(AuditTypes.IdentityEnrolled, Issued, certificate);
    }

    /// <summary>There is a next certificate.</summary>
    public async Task RenewedAsync(string kind, IdentityCertificate certificate)
    {
        log.Renewed(certificate.Serial, certificate.NotAfter);
        metrics.Asked(kind, Issued);
        await RecordAsync(AuditTypes.IdentityRenewed, Issued, certificate);
    }

    /// <summary>A certificate was refused, and a person has to do something.</summary>
    public async Task RefusedAsync(string kind, IdentityRefusal refusal, string advice, bool isNews)
    {
        metrics.Asked(kind, refusal.ToString());
        if (!isNews) return;
        log.Refused(advice);
        events?.Note(isWarning: true, "IdentityRefused", advice);
        if (trail is not null) await trail.RecordAsync(new AuditEvent(AuditTypes.IdentityRefused) { Action = kind, Outcome = refusal.ToString() });
    }

    /// <summary>A certificate was not got, and it will be tried again.</summary>
    public void Failed(string kind, DialFailure failure) => metrics.Asked(kind, failure.ToString());

    /// <summary>A renewal on a session came to nothing, and will be tried again.</summary>
    public void NotRenewed(ErrorCode? code, TimeSpan pause, DateTimeOffset notAfter)
    {
        metrics.Asked(Renew, code?.ToString() ?? "Unusable");
        log.NotRenewed(code, pause, notAfter);
    }

    /// <summary>The bundle is for another plane than before.</summary>
    public void Moves(string before, string plane) => log.Moves(before, plane);

    /// <summary>Something could not be stored.</summary>
    public void NotStored(string why) => log.NotStored(why);

    /// <summary>A trust document is in force.</summary>
    public async Task TrustTakenAsync(TrustAnchors trust)
    {
        log.TrustTaken(trust.Version, trust.Keys.KeyIds.Count);
        metrics.Judged("taken");
        await RecordTrustAsync("taken", trust.Version, $"signing keys {string.Join(", ", trust.Keys.KeyIds)}");
    }

    /// <summary>A trust document was refused.</summary>
    public async Task TrustRefusedAsync(long held, string why)
    {
        log.TrustRefused(why);
        metrics.Judged("refused");
        events?.Note(isWarning: true, "TrustRefused", $"a trust document was refused: {why}");
        await RecordTrustAsync("refused", held, why);
    }

    private async Task RecordAsync(string type, string outcome, IdentityCertificate certificate)
    {
        if (trail is null) return;
        await trail.RecordAsync(new AuditEvent(type)
        {
            Outcome = outcome,
            Subject = certificate.Plane.ToString(),
            Note = $"serial {certificate.Serial}, until {certificate.NotAfter:u}",
        });
    }

    private async Task RecordTrustAsync(string outcome, long version, string note)
    {
        if (trail is null) return;
        await trail.RecordAsync(new AuditEvent(AuditTypes.TrustAnswered)
        {
            Outcome = outcome,
            Version = version.ToString(CultureInfo.InvariantCulture),
            Note = note,
        });
    }
}
