using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Gateway;

/// <summary>What a session stands on, after it was checked: shown in TLS or proved by a signature, which is the same from here on.</summary>
/// <param name="Plane">The plane it stands for; nothing in a request or a frame can choose another.</param>
/// <param name="Serial">Serial number of the certificate.</param>
/// <param name="Number">The certificate's number among those of the plane.</param>
/// <param name="NotAfter">Its end, UTC.</param>
/// <param name="Token">Public part of the bootstrap token dialled with, by an agent that has no certificate yet.</param>
internal sealed record Credential(string Plane, string Serial, long Number, DateTimeOffset NotAfter, string? Token = null)
{
    /// <summary>The credential of a certificate on record.</summary>
    public static Credential Of(CertificateRecord certificate) =>
        new(certificate.Plane, certificate.Serial, certificate.Number, certificate.ExpiresAt);

    /// <summary>The credential of a bootstrap token.</summary>
    public static Credential OfToken(string plane, string token) => new(plane, "", 0, DateTimeOffset.MaxValue, token);
}
