using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Pdp.Protocol.Identity;

/// <summary>
/// The subject alternative name (RFC 5280 section 4.2.1.6) as an identity has it: one extension with one name, a URI. Certificates
/// with more names are refused and never searched, for two readers could choose differently.
/// </summary>
internal static class AlternativeName
{
    private const string Oid = "2.5.29.17";

    private static readonly Asn1Tag _uri = new(TagClass.ContextSpecific, 6);

    /// <summary>Whether there is any such extension.</summary>
    public static bool IsIn(IEnumerable<X509Extension> extensions) => extensions.Any(extension => extension.Oid?.Value == Oid);

    /// <summary>The one URI; false when there is none, or anything beside it.</summary>
    public static bool TryRead(IEnumerable<X509Extension> extensions, [NotNullWhen(true)] out string? uri)
    {
        uri = null;
        try
        {
            if (extensions.Where(extension => extension.Oid?.Value == Oid).ToList() is not [var only]) return false;
            var reader = new AsnReader(only.RawData, AsnEncodingRules.DER);
            var names = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            uri = names.ReadCharacterString(UniversalTagNumber.IA5String, _uri);
            names.ThrowIfNotEmpty();
            return true;
        }
        catch (AsnContentException)
        {
            uri = null;
            return false;
        }
    }

    /// <summary>The extension with this one name.</summary>
    public static X509Extension Of(PlaneUri uri)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri(uri.ToString(), UriKind.Absolute));
        return names.Build();
    }
}
