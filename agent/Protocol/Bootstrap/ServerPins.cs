namespace Pdp.Protocol.Bootstrap;

/// <summary>The rules of what pins a server: authorities, public keys or both, and never nothing.</summary>
internal static class ServerPins
{
    /// <summary>What keeps these from pinning a server; empty when nothing does.</summary>
    public static IEnumerable<FieldError> Errors(string? caCertificate, IReadOnlyList<string>? publicKeyPins)
    {
        var pins = publicKeyPins ?? [];
        return
        [
            .. When(caCertificate is { } pem && !IsCa(pem), "caCertificate", $"must be 1..{CaCertificates.Most} PEM certificates"),
            .. pins.SelectMany((pin, index) => When(
                !PublicKeyPin.TryParse(pin, out _), $"publicKeyPins[{index}]", "must be sha256/ and 32 bytes in base64")),
            .. When(pins.Count > ProtocolLimits.Keys, "publicKeyPins", $"must have at most {ProtocolLimits.Keys} entries"),
            .. When(
                caCertificate is null && pins.Count == 0,
                "", "must pin the server by caCertificate, publicKeyPins or both; the system's authorities are never used"),
        ];
    }

    private static IEnumerable<FieldError> When(bool broken, string path, string rule) => broken ? [new(path, rule)] : [];

    private static bool IsCa(string pem)
    {
        if (!CaCertificates.TryRead(pem, out var certificates)) return false;
        foreach (var certificate in certificates) certificate.Dispose();
        return true;
    }
}
