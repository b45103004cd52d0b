namespace Pdp.Protocol.Intents;

/// <summary>A text made of several secrets, such as a connection string.</summary>
public sealed record SecretTemplate
{
    /// <summary>The text, in the language of <see cref="TemplateText"/>.</summary>
    public required string Text { get; init; }

    /// <summary>The secrets it is made of, by the names they have in the text; at least one.</summary>
    public required IReadOnlyDictionary<string, SecretReference> Secrets { get; init; }
}
