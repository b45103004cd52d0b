using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Pdp.Core.Ports;
using Pdp.Daemon.Tests.Identity.Stage;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Identity;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Identity;

/// <summary>What happens to the identity is in the audit trail.</summary>
public sealed class IdentityRecordTests : IdentityTest
{
    [Fact]
    public async Task Enrolment_renewal_trust_and_refusal_are_written_down()
    {
        Server.Lifetime = TimeSpan.FromSeconds(2);
        var trail = new Trail();
        await using var agent = Run(services => services.AddSingleton<IAuditTrail>(trail));
        var session = await Server.NextAsync();
        Server.Lifetime = TimeSpan.FromHours(1);
        Assert.IsType<RenewFrame>(await session.NextAsync());
        await Eventually.TrueAsync(() => trail.Events.Count == 2, cancellationToken: Ct);
        foreach (var version in new[] { 7, 6 })
        {
            var document = new TrustDocument(
                version, IdentityServer.PlaneId, [Server.SigningKey.PublicKey], [], Clock.GetUtcNow(), Server.Authority.CertificatePem);
            await session.SendAsync(new TrustFrame([TrustDocuments.Sign(Server.SigningKey, TrustDocuments.Write(document))]));
            await session.NextAsync();
        }
        Server.RevokeAll();
        await session.EndAsync(GoodbyeReason.Revoked);
        await LoggedAsync(agent, 2103);

        await Eventually.TrueAsync(() => trail.Events.Count == 5, cancellationToken: Ct);
        Assert.Equal(
            [
                (AuditTypes.IdentityEnrolled, "issued", null), (AuditTypes.IdentityRenewed, "issued", null), (AuditTypes.TrustAnswered, "taken", "7"),
                (AuditTypes.TrustAnswered, "refused", "7"), (AuditTypes.IdentityRefused, nameof(IdentityRefusal.CertificateRevoked), null),
            ],
            trail.Events.Select(happened => (happened.Type, happened.Outcome, happened.Version)));
        Assert.All(trail.Events.Take(2), happened => Assert.Equal("spiffe://pdp/plane/plane-1", happened.Subject));
        Assert.Contains(Server.Records.First().Serial, trail.Events.First().Note!, StringComparison.Ordinal);
    }

    private sealed class Trail : IAuditTrail
    {
        public ConcurrentQueue<AuditEvent> Events { get; } = new();

        public Task RecordAsync(AuditEvent happened)
        {
            Events.Enqueue(happened);
            return Task.CompletedTask;
        }
    }
}
