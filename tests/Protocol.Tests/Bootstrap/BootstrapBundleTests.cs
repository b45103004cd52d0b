using System.Text;
using System.Text.Json.Nodes;
using Pdp.Protocol.Bootstrap;
using Pdp.Protocol.Signatures;
using Pdp.Testing;

namespace Pdp.Protocol.Tests.Bootstrap;

public sealed class BootstrapBundleTests : IDisposable
{
    private const string Token = "c4n4ry-c4n4ry-c4n4ry-c4n4ry";

    private readonly TestAuthority _authority = new();
    private readonly SigningKey _key = SigningKey.Generate();

    private BootstrapBundle Bundle => new(
        1, "plane-1", "wss://control.example:8443/agent/v1/channel", Token, [_key.PublicKey], _authority.CertificatePem,
        [PublicKeyPin.Of(_authority.Certificate).Text]);

    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
    }

    [Fact]
    public void A_bundle_comes_back_as_it_was_written()
    {
        var read = BootstrapBundleReader.TryRead(BootstrapBundleReader.Write(Bundle), out var errors);

        Assert.Empty(errors);
        Assert.NotNull(read);
        Assert.Equal(Encoding.UTF8.GetString(BootstrapBundleReader.Write(Bundle)), Encoding.UTF8.GetString(BootstrapBundleReader.Write(read)));
    }

    [Fact]
    public void Either_pin_is_enough()
    {
        Assert.Empty(BootstrapBundleReader.Errors(Bundle with { CaCertificate = null }));
        Assert.Empty(BootstrapBundleReader.Errors(Bundle with { PublicKeyPins = null }));
    }

    [Fact]
    public void A_bundle_is_printed_without_its_token() => Assert.DoesNotContain("c4n4ry", $"{Bundle}", StringComparison.Ordinal);

    public static TheoryData<string, string, string> Broken => new()
    {
        { "version", "2", "version: must be 1..1" },
        { "planeId", "\"Plane\"", "planeId: must be a DNS label" },
        { "server", "\"ws://x/y\"", "server: must be an absolute wss:// URL" },
        { "server", "\"wss://user:c4n4ry@x/y\"", "server: must be an absolute wss:// URL" },
        { "server", "\"/agent\"", "server: must be an absolute wss:// URL" },
        { "server", "null", "server: must not be null" },
        { "token", "\"short\"", "token: must have 20..512 visible ASCII characters" },
        { "token", "\"c4n4ry c4n4ry c4n4ry c4n4ry\"", "token: must have 20..512 visible ASCII characters" },
        { "token", "\"c4n4ry\\r\\nc4n4ry-c4n4ry-c4n4ry\"", "token: must have 20..512 visible ASCII characters" },
        { "token", "{\"c4n4ry\":1}", "token: must be a string" },
        { "signingKeys", "[]", "signingKeys.length: must be 1..16" },
        { "signingKeys", "[{}]", "signingKeys[0].kty: is missing" },
        { "caCertificate", "\"c4n4ry\"", "caCertificate: must be 1..16 PEM certificates" },
        { "caCertificate", "\"-----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE-----\"", "caCertificate: must be 1..16 PEM certificates" },
        { "publicKeyPins", "[\"sha256/c4n4ry\"]", "publicKeyPins[0]: must be sha256/ and 32 bytes in base64" },
        { "publicKeyPins", "[\"sha1/AAAA\"]", "publicKeyPins[0]: must be sha256/ and 32 bytes in base64" },
        { "c4n4ry", "true", "may only have the fields version, planeId, server, token, signingKeys, caCertificate, publicKeyPins" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_field_is_told_by_path_and_never_repeated(string field, string value, string expected)
    {
        var json = JsonNode.Parse(BootstrapBundleReader.Write(Bundle))!.AsObject();
        json[field] = JsonNode.Parse(value);

        Assert.Null(BootstrapBundleReader.TryRead(Encoding.UTF8.GetBytes(json.ToJsonString()), out var errors));

        Assert.StartsWith(expected, errors[0].ToString(), StringComparison.Ordinal);
        Assert.All(errors, error => Assert.StartsWith(errors[0].Path.Split('.')[0], error.Path, StringComparison.Ordinal));
        Assert.DoesNotContain("c4n4ry", string.Join(';', errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_wrong_is_told_at_once()
    {
        var json = """{"version":2,"planeId":7,"server":"http://x","token":"c4n4ry","signingKeys":[]}""";

        Assert.Null(BootstrapBundleReader.TryRead(Encoding.UTF8.GetBytes(json), out var errors));

        Assert.Equal(["planeId", "version", "server", "token", "signingKeys.length", ""], errors.Select(error => error.Path));
    }

    [Theory]
    [InlineData("", "must be JSON in UTF-8")]
    [InlineData("c4n4ry", "must be JSON in UTF-8")]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("""{"a":[[[[[[[[]]]]]]]]}""", "must be nested at most 8 levels deep")]
    [InlineData("""{"token":"c4n4ry","token":"c4n4ry"}""", "must not name a field twice")]
    public void What_is_no_document_is_told_so(string text, string rule)
    {
        Assert.Null(BootstrapBundleReader.TryRead(Encoding.UTF8.GetBytes(text), out var errors));

        Assert.Equal(rule, Assert.Single(errors).ToString());
    }
}
