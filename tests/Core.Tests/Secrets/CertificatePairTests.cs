using System.Text;
using Pdp.Core.Secrets;
using static Pdp.Core.Tests.Secrets.Certificates;

namespace Pdp.Core.Tests.Secrets;

public sealed class CertificatePairTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_pair_is_had_from_one_secret_or_two_in_whatever_form(bool isEc)
    {
        var made = new Certificates(isEc);
        var (chain, key) = ($"{made.Server}\n{made.Authority}\n", made.KeyPem + "\n");
        (SecretValue, SecretValue?)[] forms =
        [
            (Secret(chain), Secret(made.KeyPem)),
            (Secret(chain), Secret(made.TraditionalKeyPem)),
            (Secret(made.KeyPem + "\n" + chain), null),
            (Secret($"Bag Attributes\n{made.Authority}\n{made.Server}\n{made.TraditionalKeyPem}"), null),
            (new SecretValue(made.Pkcs12()), null),
        ];
        foreach (var (certificate, own) in forms)
        {
            using var pair = CertificatePair.Read(certificate, own);
            Assert.Equal(chain, Encoding.ASCII.GetString(pair.Chain().Reveal()));
            Assert.Equal(key, Encoding.ASCII.GetString(pair.Key().Reveal()));
            Assert.Equal(Ends, pair.ExpiresAt);
        }
    }

    [Fact]
    public void A_key_of_another_certificate_is_refused_and_neither_is_blamed()
    {
        var wrong = Refused(Secret(new Certificates().Server), Secret(new Certificates().KeyPem));
        Assert.Null(wrong.Item);
        Assert.StartsWith("certificate and key do not belong together", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_pair_says_which_secret_is_wrong()
    {
        var made = new Certificates();
        Assert.Equal("certificate", Refused(Secret("rubbish"), null).Item);
        Assert.Equal("certificate", Refused(Secret(made.KeyPem), null).Item);
        Assert.Equal("certificate", Refused(Secret(made.Server), null).Item);
        Assert.Equal("certificate", Refused(new SecretValue(made.Pkcs12("password")), null).Item);
        Assert.Equal("certificate", Refused(new SecretValue(made.Pkcs12()), Secret(made.KeyPem)).Item);
        Assert.Equal("key", Refused(Secret(made.Server), Secret(made.EncryptedKeyPem)).Item);
        Assert.Equal("key", Refused(Secret(made.Server), Secret("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")).Item);
        Assert.Equal("key", Refused(Secret(made.Server), Secret("rubbish")).Item);
    }

    private static SecretFormException Refused(SecretValue certificate, SecretValue? key) =>
        Assert.Throws<SecretFormException>(() => CertificatePair.Read(certificate, key));
}
