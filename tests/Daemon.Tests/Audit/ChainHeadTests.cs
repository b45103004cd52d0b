using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Pdp.Core.Ports;
using Pdp.Daemon.Audit;
using Pdp.Daemon.Audit.Verification;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Audit;

/// <summary>A trail that is signed cannot be written anew by somebody without the agent's key.</summary>
public sealed class ChainHeadTests : IDisposable
{
    private readonly Trail _trail = new(new ManualTimeProvider(TimeProvider.System.GetUtcNow()));
    private readonly TestAuthority _authority = new("Agents");
    private readonly TestAuthority _other = new("Others");

    public void Dispose()
    {
        _trail.Dispose();
        _authority.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void A_signed_trail_says_up_to_where()
    {
        Run(new Signer(_authority));

        var report = _trail.Verify(Known());

        Assert.DoesNotContain(report.Findings, finding => finding.Kind == FindingKind.Broken);
        Assert.Equal(6, report.Signed);
        Assert.Equal(["chain.started", "object.written", "object.written", "chain.head", "object.written", "object.written", "chain.head", "chain.closed"], Types());
    }

    [Fact]
    public void Without_a_key_or_anything_new_there_is_no_head()
    {
        Run(null);
        Assert.DoesNotContain("chain.head", Types());
        Assert.Null(_trail.Verify().Signed);
        Assert.Contains(_trail.Verify(Known()).Findings, finding => finding.Message == "no record of it is signed");
    }

    [Fact]
    public void A_trail_signed_by_somebody_else_is_told()
    {
        Run(new Signer(_other));

        Assert.Equal(6, _trail.Verify().Signed);
        var findings = _trail.Verify(Known()).Findings;
        Assert.Contains(findings, finding => finding is { Kind: FindingKind.Broken, Message: "the head is signed by nobody of the given authority" });
    }

    [Fact]
    public void A_trail_written_anew_around_a_real_head_is_told()
    {
        Run(new Signer(_authority));
        var head = JsonNode.Parse(File.ReadAllLines(_trail.Files[0])[3])!;
        using var forged = new Trail();
        using (var writer = forged.Writer())
        {
            writer.Write([Trail.Event(9), Trail.Event(9)]);
            writer.Write([new AuditEvent(ChainTypes.Head + "x")]);
        }

        var lines = File.ReadAllLines(forged.Files[0]);
        var (line, _) = AuditLine.Write(
            new AuditEvent(ChainTypes.Head) { Certificate = (string?)head["certificate"], Signature = (string?)head["signature"] },
            forged.Time.GetUtcNow(),
            AuditLine.Read(System.Text.Encoding.UTF8.GetBytes(lines[2]))!.Link);
        File.WriteAllBytes(forged.Files[0], [.. System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines[..3]) + "\n"), .. line]);

        Assert.Contains(forged.Verify().Findings, finding => finding.Message == "the signature of the head does not match the chain");
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("AAAA", "AAAA")]
    [InlineData("not base64!", "")]
    public void A_head_that_cannot_be_read_is_told(string? certificate, string? signature)
    {
        var record = new AuditRecord(new ChainLink(2, "b"), "a", ChainTypes.Head, "2026-01-02T03:04:05Z", null)
        {
            Certificate = certificate,
            Signature = signature,
        };
        Assert.Equal("the head has no signature that can be read", ChainHead.Problem(record, null));
    }

    private void Run(IAuditSigner? signer)
    {
        using var writer = _trail.Writer(signer: signer);
        writer.Write([Trail.Event(1), Trail.Event(2)]);
        writer.Write([new AuditEvent(ChainTypes.Head)]);
        writer.Write([new AuditEvent(ChainTypes.Head)]);
        writer.Write([Trail.Event(3), Trail.Event(4)]);
        writer.Write([new AuditEvent(ChainTypes.Head), new AuditEvent(ChainTypes.Closed)]);
    }

    private AuditExpectations Known() => new(Authorities: [X509CertificateLoader.LoadCertificate(_authority.Certificate.RawData)]);

    private IEnumerable<string> Types() => File.ReadAllLines(_trail.Files[0]).Select(line => (string)JsonNode.Parse(line)!["type"]!);

    private sealed class Signer(TestAuthority authority) : IAuditSigner
    {
        private readonly X509Certificate2 _certificate = authority.IssueClient("agent");

        public AuditSignature Sign(ReadOnlyMemory<byte> head)
        {
            using var key = _certificate.GetECDsaPrivateKey()!;
            return new AuditSignature(_certificate.RawData, key.SignData(head.Span, HashAlgorithmName.SHA256));
        }
    }
}
