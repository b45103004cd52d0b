namespace Pdp.Protocol.Intents;

/// <summary>What tells two versions of an intent apart.</summary>
/// <param name="Id">The intent, unique per plane.</param>
/// <param name="Generation">Rises with every change; 1 or more.</param>
/// <param name="Hash">SHA-256 of the signed payload's bytes, lower-case hex.</param>
public sealed record IntentStamp(string Id, long Generation, string Hash)
{
    /// <summary>Whether an id may travel: a DNS label. A resource somebody wrote by hand can have a name that is none.</summary>
    public static bool IsId(string id) => !FieldRules.Id("", id).Any();

    /// <summary>Whether every part has the form the contract gives it.</summary>
    public bool IsWellFormed() => !Errors("").Any();

    internal IEnumerable<FieldError> Errors(string path) =>
    [
        .. FieldRules.Id($"{path}.id", Id),
        .. FieldRules.AtLeast($"{path}.generation", Generation, 1),
        .. FieldRules.Hash($"{path}.hash", Hash),
    ];
}
