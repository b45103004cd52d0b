namespace Pdp.Protocol.Frames;

/// <summary>
/// server → agent, a secret is said to have another version. The agent may look sooner than it would have, or not; it answers nothing and
/// believes nothing but the store.
/// </summary>
/// <param name="Store">The customer's store.</param>
/// <param name="Secret">The secret's name there.</param>
public sealed record HintFrame(string Store, string Secret) : Frame
{
    /// <summary>Longest name of a secret, characters.</summary>
    public const int SecretChars = 512;

    /// <inheritdoc/>
    internal override IEnumerable<FieldError> Errors() =>
    [
        .. FieldRules.Id("store", Store),
        .. FieldRules.Text("secret", Secret, 1, SecretChars),
    ];
}
