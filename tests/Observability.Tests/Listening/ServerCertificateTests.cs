using Microsoft.Extensions.Logging.Abstractions;
using Pdp.Observability.Listening;
using Pdp.Testing;

namespace Pdp.Observability.Tests.Listening;

public sealed class ServerCertificateTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly TestAuthority _authority = new();
    private readonly ManualTimeProvider _time = new();

    public void Dispose()
    {
        _authority.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void A_new_certificate_is_shown_without_a_restart()
    {
        var before = Write();
        var shown = new ServerCertificate(Files, _time, NullLogger<ServerCertificate>.Instance);
        Assert.Equal(before, Thumbprint(shown));

        var after = Write();
        Assert.Equal(before, Thumbprint(shown));
        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(after, Thumbprint(shown));
    }

    [Fact]
    public void What_cannot_be_shown_leaves_the_one_before_and_is_told()
    {
        var before = Write();
        var shown = new ServerCertificate(Files, _time, NullLogger<ServerCertificate>.Instance);
        _directory.Write("tls.crt", "no certificate");
        _time.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(before, Thumbprint(shown));
        Assert.Equal(_time.GetUtcNow(), shown.UnreadableSince);

        var after = Write();
        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(after, Thumbprint(shown));
        Assert.Null(shown.UnreadableSince);
    }

    [Fact]
    public void A_key_of_another_certificate_is_a_problem()
    {
        Write();
        _directory.Write("tls.key", TestAuthority.KeyPem(_authority.IssueServer()));

        Assert.NotNull(Files.Problem());
    }

    private CertificateFiles Files => new(_directory.Combine("tls.crt"), _directory.Combine("tls.key"));

    private string Write()
    {
        using var certificate = _authority.IssueServer();
        _directory.Write("tls.crt", certificate.ExportCertificatePem());
        _directory.Write("tls.key", TestAuthority.KeyPem(certificate));
        return certificate.Thumbprint;
    }

    private static string Thumbprint(ServerCertificate shown) => shown.Current().TargetCertificate.Thumbprint;
}
