using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>The keys under which a component's secrets stand in its Secret.</summary>
internal static class SecretKeys
{
    /// <summary>Key of a reference.</summary>
    public static string Of(SecretReference reference) => DataKey.Of(
        reference.Property ?? reference.Name[(reference.Name.LastIndexOf('/') + 1)..],
        [
            reference.Store, reference.Name, reference.Version ?? "", reference.Property ?? "",
            .. reference.Encoding is { } encoding ? [encoding.ToString()] : Array.Empty<string>(),
        ]);

    /// <summary>Key of a text made of secrets.</summary>
    public static string Of(SecretTemplate template) => DataKey.Of(
        "template",
        [
            template.Text,
            .. template.Secrets.OrderBy(part => part.Key, StringComparer.Ordinal).SelectMany(part => new[] { part.Key, Of(part.Value) }),
        ]);
}
