using Pdp.ControlStub.Store;
using Pdp.Protocol.Signatures;

namespace Pdp.ControlStub.Trust;

/// <summary>
/// The private keys of one version, as this process holds them. Never changed: a new version is held by another one, and whoever signs just
/// then ends with the keys it began with.
/// </summary>
internal sealed class HeldKeys
{
    private HeldKeys(TrustRecord record, IReadOnlyDictionary<string, SigningKey> keys)
    {
        Record = record;
        Signers = [.. record.Of(TrustKind.Intents).OrderBy(a => a.State == TrustState.Active ? 0 : 1).Select(a => keys[a.Id])];
        Intents = new IntentSigner(Signers[0]);
        Tokens = record.Find(TrustKind.Tokens, TrustState.Active) is { } active ? keys.GetValueOrDefault(active.Id) : null;
        Keys = keys;
    }

    /// <summary>What agents are told to believe.</summary>
    public TrustRecord Record { get; }

    /// <summary>Signs intents: the active key.</summary>
    public IntentSigner Intents { get; }

    /// <summary>Signs tokens for the observability API; null while there is none.</summary>
    public SigningKey? Tokens { get; }

    /// <summary>Every key of intents, the active one first: agents that missed something may believe only one of them.</summary>
    public IReadOnlyList<SigningKey> Signers { get; }

    private IReadOnlyDictionary<string, SigningKey> Keys { get; }

    /// <summary>Reads the keys of a version from the data directory; those held already are kept.</summary>
    /// <exception cref="StoreException">One is missing.</exception>
    public static HeldKeys Load(TrustRecord record, string directory, HeldKeys? before)
    {
        var keys = new Dictionary<string, SigningKey>(StringComparer.Ordinal);
        // Nothing is lost without a key for tokens: where processes do not share keys, one of them makes the tokens.
        foreach (var anchor in record.Anchors.Where(a => a.Kind == TrustKind.Intents || (a.Kind == TrustKind.Tokens && KeyFile.Exists(directory, a))))
            keys[anchor.Id] = before?.Keys.GetValueOrDefault(anchor.Id) ?? KeyFile.Read(directory, anchor);
        return new HeldKeys(record, keys);
    }
}
