using Pdp.ControlStub.Security;
using Pdp.Testing;

namespace Pdp.ControlStub.Tests.Security;

public sealed class ServerCertificateTests
{
    [Fact]
    public void A_certificate_is_renewed_a_month_before_its_end_while_the_process_runs()
    {
        using var directory = new TempDirectory();
        var time = new ManualTimeProvider();
        using var authority = CertificateAuthority.Open(directory.Path, isFirstStart: true, time);
        using var certificate = ServerCertificate.Issued(authority, ["localhost"], time);
        var first = certificate.Current();
        time.Advance(TimeSpan.FromDays(330));
        Assert.Same(first, certificate.Current());
        time.Advance(TimeSpan.FromDays(6));
        var second = certificate.Current();
        Assert.NotEqual(first.TargetCertificate.Thumbprint, second.TargetCertificate.Thumbprint);
        Assert.Same(second, certificate.Current());
        Assert.True(second.TargetCertificate.NotAfter > first.TargetCertificate.NotAfter.AddDays(300));
    }

    [Fact]
    public void A_certificate_names_what_it_is_reached_by()
    {
        using var directory = new TempDirectory();
        using var authority = CertificateAuthority.Open(directory.Path, isFirstStart: true, TimeProvider.System);
        using var certificate = authority.IssueServer(["control.example", "10.1.2.3"]);
        Assert.True(certificate.MatchesHostname("control.example"));
        Assert.True(certificate.MatchesHostname("10.1.2.3"));
        Assert.False(certificate.MatchesHostname("other.example"));
        Assert.Equal(authority.CertificatePem.Trim(), File.ReadAllText(directory.Combine("ca.crt")).Trim());
    }

    [Fact]
    public void A_file_that_was_renewed_needs_no_restart_and_one_that_was_not_is_still_shown()
    {
        using var directory = new TempDirectory();
        using var authority = new TestAuthority();
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        void Write(DateTimeOffset end)
        {
            using var issued = authority.IssueServer(TimeProvider.System.GetUtcNow().AddDays(-1), end);
            using var key = System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPrivateKey(issued)!;
            directory.Write("tls.crt", issued.ExportCertificatePem());
            directory.Write("tls.key", key.ExportPkcs8PrivateKeyPem());
        }

        Write(TimeProvider.System.GetUtcNow().AddDays(5));
        using var certificate = ServerCertificate.FromFiles(directory.Combine("tls.crt"), directory.Combine("tls.key"), time);
        var first = certificate.Current().TargetCertificate.Thumbprint;
        File.Delete(directory.Combine("tls.crt"));
        time.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(first, certificate.Current().TargetCertificate.Thumbprint);
        Write(TimeProvider.System.GetUtcNow().AddDays(6));
        time.Advance(TimeSpan.FromMinutes(11));
        Assert.NotEqual(first, certificate.Current().TargetCertificate.Thumbprint);
    }
}
