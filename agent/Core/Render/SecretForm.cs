namespace Pdp.Core.Render;

/// <summary>What becomes of the items of a Secret.</summary>
/// <param name="Type">The type of the Secret.</param>
public abstract record SecretForm(string Type);

/// <summary>Entries for variables and files: items as they are, and texts made of items.</summary>
/// <param name="Templates">The texts.</param>
/// <param name="OnlyParts">Keys of items that stand in texts alone and are no entries.</param>
public sealed record DataForm(IReadOnlyList<TemplateEntry> Templates, IReadOnlySet<string> OnlyParts) : SecretForm("Opaque")
{
    /// <summary>Every item is an entry as it is.</summary>
    public static DataForm Plain { get; } = new([], new HashSet<string>());
}

/// <summary>An entry that is a text made of items.</summary>
/// <param name="DataKey">Key in the Secret's data.</param>
/// <param name="Text">The text of the template.</param>
/// <param name="Parts">Keys of the items by the names they have in the text.</param>
public sealed record TemplateEntry(string DataKey, string Text, IReadOnlyDictionary<string, string> Parts);

/// <summary>Credentials for registries: the item <c>document</c>, or a registry with the item <c>password</c>.</summary>
/// <param name="Registry">The registry; null for a whole document.</param>
/// <param name="Username">The user; null where the item <c>usernameSecret</c> says it.</param>
public sealed record RegistryForm(string? Registry, string? Username) : SecretForm("kubernetes.io/dockerconfigjson");

/// <summary>A certificate with its key, of the item <c>certificate</c> and, where there is one, the item <c>key</c>.</summary>
public sealed record CertificateForm() : SecretForm("kubernetes.io/tls");
