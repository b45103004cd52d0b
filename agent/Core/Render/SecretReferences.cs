using Pdp.Core.Intents;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>The secrets a document names.</summary>
public static class SecretReferences
{
    /// <summary>Every reference with the place where it stands; none for what is undeployed.</summary>
    public static IReadOnlyList<(SecretReference Reference, string Path)> Of(TypedIntent intent) =>
        intent.Spec is ComponentSpec { State: not ComponentState.Undeployed } component ? [.. Of(component)] : [];

    /// <summary>Where sources take a secret as it is.</summary>
    internal static IEnumerable<(SecretReference Reference, string Path)> Plain(IEnumerable<(ValueSource Source, string Path)> sources) =>
        from source in sources
        where source.Source.Secret is not null
        select (source.Source.Secret, $"{source.Path}.secret");

    /// <summary>Where sources take a text made of secrets.</summary>
    internal static IEnumerable<(SecretTemplate Template, string Path)> Templates(IEnumerable<(ValueSource Source, string Path)> sources) =>
        from source in sources
        where source.Source.Template is not null
        select (source.Source.Template, $"{source.Path}.template");

    /// <summary>What a pull secret is made of, by the field that names it.</summary>
    internal static IEnumerable<(string Field, SecretReference Reference)> Of(PullSecretSpec secret) =>
        Named(("document", secret.Document), ("usernameSecret", secret.UsernameSecret), ("password", secret.Password));

    /// <summary>What a certificate is made of, by the field that names it.</summary>
    internal static IEnumerable<(string Field, SecretReference Reference)> Of(CertificateSpec certificate) =>
        Named(("certificate", certificate.Certificate), ("key", certificate.Key));

    private static IEnumerable<(SecretReference Reference, string Path)> Of(ComponentSpec component) =>
    [
        .. Plain(ValueSources.Of(component)),
        .. from used in Templates(ValueSources.Of(component))
           from part in used.Template.Secrets.OrderBy(part => part.Key, StringComparer.Ordinal)
           select (part.Value, $"{used.Path}.secrets.{part.Key}"),
        .. component.PullSecrets.SelectMany((secret, i) => Of(secret).Select(part => (part.Reference, $"spec.pullSecrets[{i}].{part.Field}"))),
        .. from certificate in component.Certificates.OrderBy(certificate => certificate.Key, StringComparer.Ordinal)
           from part in Of(certificate.Value)
           select (part.Reference, $"spec.certificates.{certificate.Key}.{part.Field}"),
    ];

    private static IEnumerable<(string Field, SecretReference Reference)> Named(params (string Field, SecretReference? Reference)[] fields) =>
        fields.Where(field => field.Reference is not null).Select(field => (field.Field, field.Reference!));
}
