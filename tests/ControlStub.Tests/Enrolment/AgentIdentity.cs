using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Identity;
using Pdp.Protocol.Signatures;

namespace Pdp.ControlStub.Tests.Enrolment;

/// <summary>An agent's key and the certificate it got for it.</summary>
internal sealed record AgentIdentity(SigningKey Key, string Certificate)
{
    private static readonly Lock _lock = new();
    private static readonly Dictionary<string, Task<AgentIdentity>> _byToken = [];

    public static PlaneUri East { get; } = PlaneUri.Of("pdp", "east");

    /// <summary>The identity of a bundle's plane: enrolled with its token at the first call, the same at every other.</summary>
    public static Task<AgentIdentity> OfAsync(JsonObject bundle)
    {
        var token = (string)bundle["token"]!;
        lock (_lock)
            return _byToken.TryGetValue(token, out var known) ? known : _byToken[token] = EnrolAsync(bundle);
    }

    /// <summary>Enrols with a new key, which must succeed.</summary>
    public static async Task<AgentIdentity> EnrolAsync(JsonObject bundle)
    {
        var key = SigningKey.Generate();
        var reply = await AgentPost.EnrolAsync(bundle, AgentCertificateRequest.Create(key, null));
        return new AgentIdentity(key, (string)reply.Expect(HttpStatusCode.Created)["certificate"]!);
    }

    /// <summary>What is shown in TLS.</summary>
    public SslStreamCertificateContext ForTls()
    {
        using var certificate = X509Certificate2.CreateFromPem(Certificate);
        return SslStreamCertificateContext.Create(Key.Join(certificate), null, offline: true);
    }

    /// <summary>What is answered to a challenge.</summary>
    public ProofFrame Prove(ChallengeFrame challenge) => new(Certificate, ProofOfKey.SignChallenge(Key, challenge.Nonce));

    /// <summary>What is asked once the certificate expired.</summary>
    public ExpiredRenewal Renewal(SigningKey next, PlaneUri? plane = null)
    {
        var csr = AgentCertificateRequest.Create(next, plane);
        return new ExpiredRenewal(Certificate, csr, ProofOfKey.SignRenewal(Key, csr));
    }

    /// <summary>The certificate, read.</summary>
    public IdentityCertificate Read()
    {
        Assert.True(IdentityCertificate.TryRead(Certificate, out var read, out var problem), problem);
        return read;
    }
}
