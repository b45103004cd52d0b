using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Gateway;

/// <summary>What a session stands on, after it was checked: shown in TLS or proved by a signature, which is the same from here on.</summary>
/// <param name="Plane">The plane it stands for; nothing in a request or a frame can choose another.</param>
/// <param name="Serial">Serial number of the certificate.</param>
/// <param name="Number">The certificate's number among those of the plane.</param>
/// <param name="NotAfter">Its end, UTC.</param>
internal sealed record Credential(string Plane, string Serial, long Number, DateTimeOffset NotAfter)
{
    /// <summary>The credential of a certificate on record.</summary>
    public static Credential Of(CertificateRecord certificate) =>
        new(certificate.Plane, certificate.Serial, certificate.Number, certificate.ExpiresAt);
}
