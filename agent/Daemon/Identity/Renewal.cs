using Pdp.Core.Ports;
using Pdp.Protocol.Frames;

namespace Pdp.Daemon.Identity;

/// <summary>Renews the certificate on a session, in good time.</summary>
internal sealed class Renewal(
    IdentityKeeper keeper, CertificateRequests requests, IdentityJournal journal, IdentityStanding standing, TimeProvider time, Chance chance)
{
    // The clock may be set while this waits, so it looks again.
    private static readonly TimeSpan _longestWait = TimeSpan.FromMinutes(1);

    private Plan? _plan;
    private long _number;

    /// <summary>Waits until a new certificate is to be asked for, and makes its key.</summary>
    public async Task<RenewFrame> WhenDueAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await UntilDueAsync(cancellationToken);
            try
            {
                var certificate = keeper.Active!.Certificate;
                var csr = await requests.PrepareAsync(
                    certificate.Plane.PlaneId, PendingKey.Renewal, certificate.Plane, cancellationToken);
                return new RenewFrame($"renew-{++_number}", csr);
            }
            catch (ClusterException unwritable)
            {
                journal.NotStored(unwritable.Message);
                Postpone(null);
            }
        }
    }

    /// <summary>Takes the answer; what cannot be used is asked for again.</summary>
    public async Task TakeAsync(Frame answer, CancellationToken cancellationToken)
    {
        if (answer is not RenewedFrame renewed)
        {
            Postpone((answer as ErrorFrame)?.Code);
            return;
        }
        try
        {
            if (await requests.TakeNextAsync(renewed.Certificate, cancellationToken) is not null)
            {
                Postpone(null);
                return;
            }
            standing.Restored();
            await journal.RenewedAsync(IdentityJournal.Renew, keeper.Active!.Certificate);
        }
        catch (ClusterException unwritable)
        {
            journal.NotStored(unwritable.Message);
            Postpone(null);
        }
    }

    private async Task UntilDueAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var wait = PlanOf(keeper.Active) is { } plan ? plan.Due - time.GetUtcNow() : _longestWait;
            if (wait <= TimeSpan.Zero) return;
            await Task.Delay(wait < _longestWait ? wait : _longestWait, time, cancellationToken);
        }
    }

    private Plan? PlanOf(ActiveCertificate? active)
    {
        if (active is null) return null;
        if (_plan?.Serial == active.Certificate.Serial) return _plan;
        var due = RenewalSchedule.Due(active.ObtainedAt, active.Certificate.NotBefore, active.Certificate.NotAfter, chance());
        return _plan = new Plan(active.Certificate.Serial, due, 0);
    }

    private void Postpone(ErrorCode? code)
    {
        if (PlanOf(keeper.Active) is not { } plan) return;
        var certificate = keeper.Active!.Certificate;
        var pause = RenewalSchedule.Pause(certificate.NotAfter - certificate.NotBefore, plan.Failures + 1, chance());
        _plan = plan with { Due = time.GetUtcNow() + pause, Failures = plan.Failures + 1 };
        journal.NotRenewed(code, pause, certificate.NotAfter);
    }

    private sealed record Plan(string Serial, DateTimeOffset Due, int Failures);
}
