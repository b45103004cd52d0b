using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Pdp.Protocol.Identity;

/// <summary>The bodies of enrolment and renewal over HTTP. Strict: a field that is not known is an error. Reading never throws.</summary>
public static class IdentityMessages
{
    private const int Depth = 4;

    /// <summary>An enrolment's body, UTF-8 JSON.</summary>
    public static byte[] Write(EnrolRequest request) => JsonSerializer.SerializeToUtf8Bytes(request, ProtocolJsonContext.Default.EnrolRequest);

    /// <summary>The body for an expired certificate's renewal, UTF-8 JSON.</summary>
    public static byte[] Write(ExpiredRenewal request) =>
        JsonSerializer.SerializeToUtf8Bytes(request, ProtocolJsonContext.Default.ExpiredRenewal);

    /// <summary>The answer's body, UTF-8 JSON.</summary>
    public static byte[] Write(IssuedCertificate answer) =>
        JsonSerializer.SerializeToUtf8Bytes(answer, ProtocolJsonContext.Default.IssuedCertificate);

    /// <summary>Reads an enrolment; null when there are errors, all of them told by path and none with what was sent.</summary>
    public static EnrolRequest? ReadEnrol(ReadOnlyMemory<byte> utf8, out IReadOnlyList<FieldError> errors) =>
        Read(utf8, ProtocolJsonContext.Default.EnrolRequest, request => request.Errors(), refuseUnknown: true, out errors);

    /// <summary>Reads the renewal of an expired certificate; null when there are errors, told as for an enrolment.</summary>
    public static ExpiredRenewal? ReadRenewal(ReadOnlyMemory<byte> utf8, out IReadOnlyList<FieldError> errors) =>
        Read(utf8, ProtocolJsonContext.Default.ExpiredRenewal, request => request.Errors(), refuseUnknown: true, out errors);

    /// <summary>Reads an answer, in which a newer server may say more; null when there are errors.</summary>
    public static IssuedCertificate? ReadIssued(ReadOnlyMemory<byte> utf8, out IReadOnlyList<FieldError> errors) =>
        Read(utf8, ProtocolJsonContext.Default.IssuedCertificate, answer => answer.Errors(), refuseUnknown: false, out errors);

    private static T? Read<T>(
        ReadOnlyMemory<byte> utf8, JsonTypeInfo<T> contract, Func<T, IEnumerable<FieldError>> rules, bool refuseUnknown,
        out IReadOnlyList<FieldError> errors)
        where T : class
    {
        // An answer carries a chain, a request never does.
        var maxBytes = refuseUnknown ? ProtocolLimits.IdentityBodyBytes : 2 * ProtocolLimits.CertificateChars;
        var fault = BoundedJson.TryRead(utf8, maxBytes, Depth, out var document);
        if (fault != JsonFault.None)
        {
            errors = [new("", BoundedJson.Rule(fault, maxBytes, Depth))];
            return null;
        }
        using (document)
        {
            errors = JsonShape.Check(document!.RootElement, contract, refuseUnknown);
            if (errors.Count > 0) return null;
            var read = document.RootElement.Deserialize(contract)!;
            errors = [.. rules(read)];
            return errors.Count == 0 ? read : null;
        }
    }
}
