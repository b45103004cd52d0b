using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.Protocol.Signatures;

namespace Pdp.Protocol.Bootstrap;

/// <summary>Reads and writes bundles. Strict: a field that is not known is an error, for it may be a pin with its name misspelt.</summary>
public static class BootstrapBundleReader
{
    /// <summary>The bundle as UTF-8 JSON.</summary>
    public static byte[] Write(BootstrapBundle bundle) =>
        JsonSerializer.SerializeToUtf8Bytes(bundle, ProtocolJsonContext.Default.BootstrapBundle);

    /// <summary>Reads a bundle.</summary>
    /// <param name="utf8">UTF-8 JSON, at most <see cref="BootstrapBundle.MaxBytes"/>.</param>
    /// <param name="errors">Everything wrong with it, by path, without quoting it; empty on success.</param>
    /// <returns>The bundle; null when there are errors.</returns>
    public static BootstrapBundle? TryRead(ReadOnlyMemory<byte> utf8, out IReadOnlyList<FieldError> errors)
    {
        const int depth = 8;
        var fault = BoundedJson.TryRead(utf8, BootstrapBundle.MaxBytes, depth, out var document);
        if (fault != JsonFault.None)
        {
            errors = [new("", BoundedJson.Rule(fault, BootstrapBundle.MaxBytes, depth))];
            return null;
        }
        using (document)
        {
            var contract = ProtocolJsonContext.Default.BootstrapBundle;
            var misshapen = JsonShape.Check(document!.RootElement, contract, refuseUnknown: true);
            var bundle = WithBlanks(document.RootElement, misshapen).Deserialize(contract)!;
            errors = [.. misshapen, .. Errors(bundle).Where(error => !misshapen.Any(other => Concerns(other, error)))];
            return errors.Count == 0 ? bundle : null;
        }
    }

    // A field of the wrong type must not hide what is wrong with the others: they are judged with it left blank.
    private static JsonObject WithBlanks(JsonElement document, IReadOnlyList<FieldError> misshapen)
    {
        var bundle = JsonObject.Create(document)!;
        foreach (var field in misshapen.Select(TopField).Where(field => field.Length > 0))
        {
            bundle[field] = field switch
            {
                "version" => 0,
                "planeId" or "server" or "token" => "",
                "signingKeys" => new JsonArray(),
                _ => null,
            };
        }
        return bundle;
    }

    private static bool Concerns(FieldError misshapen, FieldError error) =>
        TopField(misshapen).Length > 0
        && (TopField(error) == TopField(misshapen)
            || (error.Path.Length == 0 && TopField(misshapen) is "caCertificate" or "publicKeyPins"));

    private static string TopField(FieldError error) => error.Path.Split('.', '[')[0];

    /// <summary>Everything out of range or out of form in a bundle; empty when nothing is.</summary>
    public static IEnumerable<FieldError> Errors(BootstrapBundle bundle) =>
    [
        .. FieldRules.Range("version", bundle.Version, BootstrapBundle.CurrentVersion, BootstrapBundle.CurrentVersion),
        .. FieldRules.Id("planeId", bundle.PlaneId),
        .. When(!IsServer(bundle.Server), "server", "must be an absolute wss:// URL without user, query and fragment"),
        .. When(!IsToken(bundle.Token), "token", "must have 20..512 visible ASCII characters"),
        .. IntentKeyRing.Errors("signingKeys", bundle.SigningKeys),
        .. ServerPins.Errors(bundle.CaCertificate, bundle.PublicKeyPins),
    ];

    private static IEnumerable<FieldError> When(bool broken, string path, string rule) => broken ? [new(path, rule)] : [];

    private static bool IsServer(string server) =>
        Uri.TryCreate(server, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeWss
        && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0;

    private static bool IsToken(string token) => token.Length is >= 20 and <= 512 && token.All(c => c is > ' ' and <= '~');
}
