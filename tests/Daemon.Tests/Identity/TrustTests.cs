using Pdp.Core.Ports;
using Pdp.Daemon.Intake;
using Pdp.Daemon.Tests.Identity.Stage;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Identity;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Signatures;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Identity;

/// <summary>What is believed changes only by what is believed.</summary>
public sealed class TrustTests : IdentityTest
{
    private readonly SigningKey _next = SigningKey.Generate();

    [Fact]
    public async Task A_key_is_rotated_over_three_documents_and_a_restart_believes_the_last()
    {
        await using (var agent = Run())
        {
            var session = await Server.NextAsync();
            var verifier = new IntentVerifier(agent.Get<IControlPlane>());
            var (old, late) = (new IntentSigner(Server.SigningKey), new IntentSigner(_next));
            Assert.Equal((false, true), (Believes(verifier, late), Believes(verifier, old)));

            Assert.Equal(new TrustedFrame(1), await AnnounceAsync(session, Server.SigningKey, Document(1, Server.SigningKey, _next)));
            Assert.Equal((true, true), (Believes(verifier, late), Believes(verifier, old)));

            Assert.Equal(new TrustedFrame(2), await AnnounceAsync(session, _next, Document(2, _next)));
            Assert.Equal((true, false), (Believes(verifier, late), Believes(verifier, old)));
            Assert.Contains(agent.Log.Lines, line => line.Id == 2105);
        }

        await using var again = Run();
        var hello = (await Server.NextAsync()).Hello;

        Assert.Equal(2, hello.Trust);
        Assert.Equal([_next.PublicKey.Kid], again.Get<IControlPlane>().Trust.Keys.KeyIds);
    }

    [Fact]
    public async Task Of_copies_the_one_that_a_believed_key_signed_is_taken()
    {
        await using var agent = Run();
        var session = await Server.NextAsync();
        var payload = TrustDocuments.Write(Document(1, Server.SigningKey, _next));

        await session.SendAsync(new TrustFrame([TrustDocuments.Sign(_next, payload), TrustDocuments.Sign(Server.SigningKey, payload)]));

        Assert.Equal(new TrustedFrame(1), await session.NextAsync());
    }

    [Fact]
    public async Task What_is_refused_changes_nothing_and_says_why()
    {
        await using var agent = Run();
        var session = await Server.NextAsync();
        var key = Server.SigningKey;
        Assert.Equal(new TrustedFrame(5), await AnnounceAsync(session, key, Document(5, key)));
        var before = agent.Get<IControlPlane>().Trust;
        foreach (var (signer, document, why) in new[]
        {
            (_next, Document(6, key, _next), "no copy is signed by a key this agent believes (UnknownKey)"),
            (key, Document(4, key, _next), "version: must be above 5"),
            (key, Document(5, key, _next), "version: must be above 5"),
            (key, Document(6, key) with { PlaneId = "plane-2" }, "planeId: must be the plane of this agent"),
            (key, Document(6, key) with { CaCertificate = null }, "must pin the server"),
            (key, Document(6), "signingKeys.length"),
        })
        {
            var error = Assert.IsType<ErrorFrame>(await AnnounceAsync(session, signer, document));
            Assert.Equal(ErrorCode.TrustRefused, error.Code);
            Assert.Contains(why, error.About, StringComparison.Ordinal);
        }
        await session.SendAsync(new TrustFrame([new IntentSigner(key).Sign(TrustDocuments.Write(Document(7, key, _next)))]));
        Assert.Contains("WrongType", Assert.IsType<ErrorFrame>(await session.NextAsync()).About, StringComparison.Ordinal);

        Assert.Same(before, agent.Get<IControlPlane>().Trust);
        Assert.Equal(new TrustedFrame(5), await AnnounceAsync(session, key, Document(5, key)));
        Assert.False(session.IsOver);
    }

    [Fact]
    public async Task A_document_that_cannot_be_stored_is_not_in_force()
    {
        await using var agent = Run();
        var session = await Server.NextAsync();
        Store.BeforeWrite = _ => throw MemoryStore.Away;

        var error = Assert.IsType<ErrorFrame>(await AnnounceAsync(session, Server.SigningKey, Document(1, Server.SigningKey, _next)));

        Assert.Equal(ErrorCode.TrustRefused, error.Code);
        Assert.Equal(0, agent.Get<IControlPlane>().Trust.Version);
        Store.BeforeWrite = null;
        Assert.Equal(new TrustedFrame(1), await AnnounceAsync(session, Server.SigningKey, Document(1, Server.SigningKey, _next)));
    }

    [Fact]
    public async Task The_server_is_known_by_the_document_from_the_next_dial_on()
    {
        using var other = new TestAuthority();
        await using var agent = Run();
        var session = await Server.NextAsync();
        var both = Document(1, Server.SigningKey) with { CaCertificate = Server.Authority.CertificatePem + "\n" + other.CertificatePem };
        Assert.Equal(new TrustedFrame(1), await AnnounceAsync(session, Server.SigningKey, both));
        await session.EndAsync(GoodbyeReason.ShuttingDown);

        var next = await Server.NextAsync();
        Assert.Equal(1, next.Hello.Trust);
        Assert.Equal(new TrustedFrame(2), await AnnounceAsync(
            next, Server.SigningKey, Document(2, Server.SigningKey) with { CaCertificate = other.CertificatePem }));
        await next.EndAsync(GoodbyeReason.ShuttingDown);

        await LoggedAsync(agent, 2001, "ServerNotTrusted");
    }

    [Fact]
    public async Task A_new_bundle_that_was_needed_is_where_trust_begins_again()
    {
        await using var agent = Run();
        var session = await Server.NextAsync();
        Assert.Equal(new TrustedFrame(9), await AnnounceAsync(session, Server.SigningKey, Document(9, Server.SigningKey, _next)));
        Server.RevokeAll();
        Put(Server.NewBundle());
        await session.EndAsync(GoodbyeReason.Revoked);

        Assert.Equal(0, (await Server.NextAsync()).Hello.Trust);
    }

    private TrustDocument Document(long version, params SigningKey[] keys) => new(
        version, IdentityServer.PlaneId, [.. keys.Select(key => key.PublicKey)], [], Clock.GetUtcNow(), Server.Authority.CertificatePem);

    private static async Task<Frame> AnnounceAsync(IdentitySession session, SigningKey signer, TrustDocument document)
    {
        await session.SendAsync(new TrustFrame([TrustDocuments.Sign(signer, TrustDocuments.Write(document))]));
        return await session.NextAsync();
    }

    private static bool Believes(IntentVerifier verifier, IntentSigner signer) =>
        verifier.Verify(signer.Sign("{}"u8)).Reasons.All(reason => reason.Reason is not (FailureReason.UnknownKey or FailureReason.SignatureInvalid));
}
