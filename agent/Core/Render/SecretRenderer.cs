using Pdp.Core.Intents;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>The Secrets of a component: one for its variables and files, one for each certificate and for each registry's credentials.</summary>
internal sealed class SecretRenderer
{
    private readonly ComponentScope _scope;
    private readonly SecretDraft _data;

    public SecretRenderer(ComponentScope scope)
    {
        _scope = scope;
        _data = Data();
        Certificates =
        [
            .. from certificate in scope.Spec.Certificates.OrderBy(certificate => certificate.Key, StringComparer.Ordinal)
               let path = $"spec.certificates.{certificate.Key}"
               let items = Items(SecretReferences.Of(certificate.Value), path)
               select (certificate.Key, certificate.Value, new SecretDraft(scope, "tls", items, new CertificateForm())),
        ];
        PullSecrets =
        [
            .. scope.Spec.PullSecrets.Select((secret, i) => new SecretDraft(
                scope, "pull", Items(SecretReferences.Of(secret), $"spec.pullSecrets[{i}]"), new RegistryForm(secret.Registry, secret.Username)))
            .DistinctBy(draft => draft.Name),
        ];
    }

    /// <summary>Name of the Secret with what variables and files name.</summary>
    public string Name => _data.Name;

    /// <summary>The certificates, ordered by name.</summary>
    public IReadOnlyList<(string Name, CertificateSpec Spec, SecretDraft Draft)> Certificates { get; }

    /// <summary>The credentials images are pulled with.</summary>
    public IReadOnlyList<SecretDraft> PullSecrets { get; }

    /// <summary>Every Secret that is to be made.</summary>
    public IReadOnlyList<SecretDraft> All =>
    [
        .. _data.IsEmpty ? [] : new[] { _data },
        .. PullSecrets,
        .. Certificates.Select(certificate => certificate.Draft).DistinctBy(draft => draft.Name),
    ];

    private SecretDraft Data()
    {
        var sources = ValueSources.InPods(_scope.Spec).ToList();
        var plain = SecretReferences.Plain(sources).Select(named => Item(SecretKeys.Of(named.Reference), named.Reference, named.Path)).ToList();
        var templates = SecretReferences.Templates(sources).ToList();
        var parts = from used in templates
                    from part in used.Template.Secrets
                    select Item(SecretKeys.Of(part.Value), part.Value, $"{used.Path}.secrets.{part.Key}");
        var entries = templates.Select(used => new TemplateEntry(
            SecretKeys.Of(used.Template), used.Template.Text, used.Template.Secrets.ToDictionary(part => part.Key, part => SecretKeys.Of(part.Value))));
        List<SecretItem> items = [.. plain.Concat(parts).DistinctBy(item => item.DataKey)];
        var onlyParts = items.Select(item => item.DataKey).Except(plain.Select(item => item.DataKey)).ToHashSet();
        var form = new DataForm([.. entries.DistinctBy(entry => entry.DataKey).OrderBy(entry => entry.DataKey, StringComparer.Ordinal)], onlyParts);
        return new SecretDraft(_scope, "secret", items, form);
    }

    private IEnumerable<SecretItem> Items(IEnumerable<(string Field, SecretReference Reference)> fields, string path) =>
        fields.Select(field => Item(field.Field, field.Reference, $"{path}.{field.Field}"));

    private SecretItem Item(string key, SecretReference reference, string path) =>
        new(key, reference, path, _scope.Context.SecretVersions.GetValueOrDefault(reference) ?? reference.Version);
}
