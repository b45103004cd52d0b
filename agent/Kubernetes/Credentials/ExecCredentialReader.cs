using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.Kubernetes.Objects;

namespace Pdp.Kubernetes.Credentials;

/// <summary>Reads what a credential plugin printed. Says what is wrong without repeating any of it.</summary>
internal static class ExecCredentialReader
{
    /// <exception cref="CredentialException">It is not an ExecCredential of that version with a token, or a certificate and key.</exception>
    public static (Credential Credential, DateTimeOffset? Expires) Read(ReadOnlySpan<byte> output, string apiVersion)
    {
        JsonObject printed;
        try
        {
            printed = StrictJson.ParseObject(output, 32);
        }
        catch (JsonException)
        {
            throw new CredentialException("it did not print one JSON object");
        }
        if (printed.Kind != "ExecCredential") throw new CredentialException("kind: must be ExecCredential");
        if (printed.ApiVersion != apiVersion) throw new CredentialException($"apiVersion: must be {apiVersion}, as the kubeconfig says");

        var token = printed.GetString("status", "token");
        var certificate = printed.GetString("status", "clientCertificateData");
        var key = printed.GetString("status", "clientKeyData");
        if (string.IsNullOrEmpty(token)) token = null;
        if (token is not null && !BearerToken.IsValid(token)) throw new CredentialException("status.token: must be visible ASCII");
        if (certificate is null != key is null)
            throw new CredentialException("status.clientCertificateData and status.clientKeyData: both or neither must be set");
        if (token is null && certificate is null) throw new CredentialException("status: must have a token or a client certificate");
        return (new Credential(token, certificate is null ? null : ClientCertificates.FromPem(certificate, key!)), Expiry(printed));
    }

    private static DateTimeOffset? Expiry(JsonObject printed)
    {
        if (printed.At("status", "expirationTimestamp") is null) return null;
        return DateTimeOffset.TryParse(
            printed.GetString("status", "expirationTimestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : throw new CredentialException("status.expirationTimestamp: must be an RFC 3339 time");
    }
}
