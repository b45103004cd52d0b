using System.Text;
using System.Text.Json.Nodes;
using Pdp.Protocol.Identity;
using Pdp.Protocol.Signatures;

namespace Pdp.Protocol.Tests.Identity;

public sealed class TrustDocumentTests
{
    private const string Pin = "sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    private static readonly SigningKey _key = SigningKey.Generate();
    private static readonly IntentKeyRing _ring = new([_key.PublicKey]);
    private static readonly TrustDocument _document = new(3, "eu-1", [_key.PublicKey], [], DateTimeOffset.UnixEpoch, PublicKeyPins: [Pin]);

    private static readonly (string Name, TrustDocument Document, string Error)[] _wrong =
    [
        ("version 0 is the bundle's", _document with { Version = 0 }, "version"),
        ("no plane", _document with { PlaneId = "" }, "planeId"),
        ("no key for intents", _document with { SigningKeys = [] }, "signingKeys.length"),
        ("one key twice", _document with { SigningKeys = [_key.PublicKey, _key.PublicKey] }, "signingKeys"),
        ("too many keys", _document with { SigningKeys = [.. Enumerable.Range(0, 17).Select(n => _key.PublicKey with { Kid = $"k{n}" })] }, "signingKeys.length"),
        ("a key of another kind", _document with { SigningKeys = [_key.PublicKey with { Crv = "P-384" }] }, "signingKeys[0].crv"),
        ("a token key of another kind", _document with { TokenKeys = [_key.PublicKey with { Kty = "oct" }] }, "tokenKeys[0].kty"),
        ("no pin", _document with { PublicKeyPins = null }, ""),
        ("an empty list of pins", _document with { PublicKeyPins = [] }, ""),
        ("a pin that cannot be read", _document with { PublicKeyPins = [Pin, "sha256/x"] }, "publicKeyPins[1]"),
        ("an authority that cannot be read", _document with { CaCertificate = "x" }, "caCertificate"),
    ];

    public static TheoryData<int> Wrong => [.. Enumerable.Range(0, _wrong.Length)];

    [Fact]
    public void What_is_signed_is_verified_and_read_again()
    {
        var verified = Assert.IsType<JwsVerification.Verified>(_ring.VerifyTrust(TrustDocuments.Sign(_key, TrustDocuments.Write(_document))));
        var read = TrustDocuments.TryRead(verified.Payload, out var errors);

        Assert.Empty(errors);
        Assert.Equal(TrustDocuments.Write(_document), TrustDocuments.Write(read!));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_document_out_of_form_is_refused_by_its_path(int index)
    {
        var (name, document, path) = _wrong[index];

        Assert.Null(TrustDocuments.TryRead(TrustDocuments.Write(document), out var errors));
        Assert.True(errors.Any(error => error.Path == path), $"{name}: {string.Join("; ", errors)}");
    }

    [Fact]
    public void A_field_that_is_not_known_may_be_a_pin_misspelt()
    {
        var json = JsonNode.Parse(TrustDocuments.Write(_document))!.AsObject();
        json["publicKeyPin"] = Pin;

        Assert.Null(TrustDocuments.TryRead(Encoding.UTF8.GetBytes(json.ToJsonString()), out var errors));
        Assert.StartsWith("may only have the fields ", Assert.Single(errors).Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void An_intent_is_no_trust_document_and_a_trust_document_no_intent()
    {
        var payload = TrustDocuments.Write(_document);

        Assert.Equal(new JwsVerification.Refused(JwsRefusal.WrongType), Bare(_ring.VerifyTrust(new IntentSigner(_key).Sign(payload))));
        Assert.Equal(new JwsVerification.Refused(JwsRefusal.WrongType), Bare(_ring.Verify(TrustDocuments.Sign(_key, payload))));
    }

    [Fact]
    public void A_strangers_document_is_refused()
    {
        using var stranger = SigningKey.Generate();
        Assert.Equal(
            new JwsVerification.Refused(JwsRefusal.UnknownKey), Bare(_ring.VerifyTrust(TrustDocuments.Sign(stranger, TrustDocuments.Write(_document)))));
    }

    private static JwsVerification Bare(JwsVerification verification) =>
        verification is JwsVerification.Refused refused ? refused with { PayloadHash = null } : verification;
}
