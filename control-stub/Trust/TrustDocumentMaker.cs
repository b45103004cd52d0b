using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;
using Pdp.Protocol;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Identity;
using Pdp.Protocol.Signatures;

namespace Pdp.ControlStub.Trust;

/// <summary>Makes the trust document of a plane.</summary>
/// <param name="book">What is believed now.</param>
/// <param name="keys">Keys of control planes before this one, which are believed too.</param>
internal sealed class TrustDocumentMaker(TrustBook book, IKeyStore keys)
{
    /// <summary>The keys that agents believe for intents, the active one first.</summary>
    public async Task<IReadOnlyList<JsonWebKey>> SigningKeysAsync(CancellationToken cancellationToken)
    {
        var former = await keys.ListAsync(IntentKey.FormerUse, cancellationToken);
        return [.. book.Current.Signers.Select(s => s.PublicKey).Concat(former.Select(f => f.Key)).DistinctBy(k => k.Kid).Take(ProtocolLimits.Keys)];
    }

    /// <summary>What a plane must be sent so that it believes what is believed now; null when it does already, or can take nothing more.</summary>
    /// <param name="plane">The plane.</param>
    /// <param name="said">The version its agent says it holds.</param>
    /// <param name="known">What it was known to hold.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(TrustHeld Then, TrustFrame Frame)?> MakeAsync(string plane, long said, TrustHeld? known, CancellationToken cancellationToken)
    {
        var held = book.Current;
        var of = known?.Version == said ? known.Of : 0;
        if (of >= held.Record.Version || said >= long.MaxValue - 1)
            return null;
        // Above what the agent has, also where that came from a control plane that was lost, or from before a backup was restored.
        var version = Math.Max(held.Record.Version, said + 1);
        var payload = TrustDocuments.Write(new TrustDocument(
            version, plane, await SigningKeysAsync(cancellationToken), [.. held.Record.Of(TrustKind.Tokens).Select(a => a.Key!)], held.Record.ChangedAt, held.Record.Authorities));
        return (new TrustHeld(version, held.Record.Version), new TrustFrame([.. held.Signers.Take(ProtocolLimits.TrustCopies).Select(s => TrustDocuments.Sign(s, payload))]));
    }
}
