using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pdp.Protocol.Identity;
using Pdp.Protocol.Signatures;

namespace Pdp.Protocol.Tests.Identity;

public sealed class ProofOfKeyTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly SigningKey _key = SigningKey.Generate();
    private readonly SigningKey _other = SigningKey.Generate();
    private readonly X509Certificate2 _certificate;

    public ProofOfKeyTests()
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(_key.ToPem());
        _certificate = X509Certificate2.CreateFromPem(_authority.Issue(key, "eu-1"));
    }

    [Fact]
    public void A_challenge_is_answered_by_the_certificates_key_and_for_this_nonce_only()
    {
        var nonce = ProofOfKey.NewNonce();
        var proof = ProofOfKey.SignChallenge(_key, nonce);

        Assert.True(ProofOfKey.AnswersChallenge(_certificate, nonce, proof));
        Assert.False(ProofOfKey.AnswersChallenge(_certificate, ProofOfKey.NewNonce(), proof));
        Assert.False(ProofOfKey.AnswersChallenge(_certificate, nonce, ProofOfKey.SignChallenge(_other, nonce)));
        Assert.False(ProofOfKey.AnswersChallenge(_certificate, nonce, proof + "="));
        Assert.False(ProofOfKey.AnswersChallenge(_certificate, nonce, proof[..^2]));
        Assert.False(ProofOfKey.AnswersChallenge(_certificate, nonce, ""));
    }

    [Fact]
    public void A_signature_over_the_bare_nonce_is_no_answer()
    {
        var nonce = ProofOfKey.NewNonce();
        Assert.False(ProofOfKey.AnswersChallenge(_certificate, nonce, StrictBase64Url.Encode(_key.Sign(System.Text.Encoding.UTF8.GetBytes(nonce)))));
    }

    [Fact]
    public void The_old_key_vouches_for_one_request_only()
    {
        var (mine, theirs) = (AgentCertificateRequest.Create(_other, null), AgentCertificateRequest.Create(_other, PlaneUri.Of("pdp", "eu-1")));
        Assert.True(AgentCertificateRequest.TryRead(mine, out var request, out _));
        Assert.True(AgentCertificateRequest.TryRead(theirs, out var another, out _));
        var signature = ProofOfKey.SignRenewal(_key, mine);

        Assert.True(ProofOfKey.VouchesFor(_certificate, request, signature));
        Assert.False(ProofOfKey.VouchesFor(_certificate, another, signature));
        Assert.False(ProofOfKey.VouchesFor(_certificate, request, ProofOfKey.SignRenewal(_other, mine)));
    }

    [Fact]
    public void What_was_signed_for_one_purpose_does_not_pass_for_another()
    {
        var csr = AgentCertificateRequest.Create(_other, null);
        Assert.True(AgentCertificateRequest.TryRead(csr, out var request, out _));

        Assert.False(ProofOfKey.VouchesFor(_certificate, request, ProofOfKey.SignChallenge(_key, request.Sha256)));
        Assert.False(ProofOfKey.AnswersChallenge(_certificate, request.Sha256, ProofOfKey.SignRenewal(_key, csr)));
    }

    [Fact]
    public void Nonces_are_of_one_form_and_never_the_same()
    {
        Assert.True(ProofOfKey.IsNonce(ProofOfKey.NewNonce()));
        Assert.NotEqual(ProofOfKey.NewNonce(), ProofOfKey.NewNonce());
        Assert.False(ProofOfKey.IsNonce("short"));
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _authority.Dispose();
        _key.Dispose();
        _other.Dispose();
    }
}
