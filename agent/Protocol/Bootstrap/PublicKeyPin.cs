using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pdp.Protocol.Bootstrap;

/// <summary>A pinned public key: <c>sha256/</c> and the base64 of SHA-256 over its SubjectPublicKeyInfo, as RFC 7469 has it.</summary>
public readonly record struct PublicKeyPin
{
    private const string Prefix = "sha256/";

    private PublicKeyPin(string text) => Text = text;

    /// <summary>The pin as written.</summary>
    public string Text { get; }

    /// <summary>The pin of a certificate's public key.</summary>
    public static PublicKeyPin Of(X509Certificate2 certificate) =>
        new(Prefix + Convert.ToBase64String(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo())));

    /// <summary>Reads a pin; false when it is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PublicKeyPin pin)
    {
        pin = default;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal)
            || !Convert.TryFromBase64String(text[Prefix.Length..], hash, out var written) || written != hash.Length)
            return false;
        pin = new PublicKeyPin(Prefix + Convert.ToBase64String(hash));
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
