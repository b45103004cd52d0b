using Pdp.ControlStub.Adoption;
using Pdp.ControlStub.Events;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Signatures;

namespace Pdp.ControlStub.Trust;

/// <summary>
/// Rotates keys: a new one is announced, so that agents believe both; put to work once the agents know it; and the old one is retired once
/// nothing of its work is needed.
/// </summary>
internal sealed class TrustDesk(
    IControlStore store, bool isStoreShared, ProcessKeys keys, Resigner resigner, KnowledgeOfPlanes planes, TimeProvider time)
{
    /// <summary>Makes a new key and announces it.</summary>
    /// <returns>What is believed then; null, with the reason, when it cannot be now.</returns>
    public Task<(TrustRecord? Now, string Problem)> RotateAsync(Caller caller, TrustKind kind, CancellationToken cancellationToken) =>
        ChangeAsync(caller, EventTypes.TrustAnnounced, kind, async record =>
        {
            // The key is everywhere before anybody is told of it: a crash in between leaves a file without effect.
            var fresh = Make(kind);
            var announced = record.Announce(fresh, fresh.CreatedAt);
            if (announced.Next is null)
            {
                KeyFile.Delete(keys.Directory, fresh);
                return announced;
            }

            await keys.Shared.KeepAsync(keys.Directory, cancellationToken);
            if (kind == TrustKind.Intents)
                await store.Keys.AddAsync(new KeyRecord(IntentKey.Use, fresh.Key!, fresh.CreatedAt), [], cancellationToken);
            return announced;
        }, cancellationToken);

    /// <summary>Puts the announced key to work.</summary>
    /// <param name="caller">Who wants it.</param>
    /// <param name="kind">Which.</param>
    /// <param name="force">Also while planes do not know it: they will refuse what it signs until they have been told.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What is believed then; null, with the reason, when it cannot be now.</returns>
    public Task<(TrustRecord? Now, string Problem)> ActivateAsync(Caller caller, TrustKind kind, bool force, CancellationToken cancellationToken) =>
        ChangeAsync(caller, EventTypes.TrustActivated, kind, async record =>
            await LackingAsync(record.Find(kind, TrustState.Announced), force, cancellationToken) is { } lacking
                ? (null, lacking)
                : record.Activate(kind, time.GetUtcNow()), cancellationToken);

    /// <summary>Has the key that leaves believed no more, and forgets it.</summary>
    /// <param name="caller">Who wants it.</param>
    /// <param name="kind">Which.</param>
    /// <param name="force">Also while planes do not know the active one: they have to be given a new bundle.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What is believed then; null, with the reason, when it cannot be now.</returns>
    public async Task<(TrustRecord? Now, string Problem)> RetireAsync(Caller caller, TrustKind kind, bool force, CancellationToken cancellationToken)
    {
        var leaving = keys.Book.Current.Record.Find(kind, TrustState.Leaving);
        var changed = await ChangeAsync(caller, EventTypes.TrustRetired, kind, async record =>
        {
            if (await LackingAsync(record.Find(kind, TrustState.Active), force, cancellationToken) is { } lacking)
                return (null, lacking);
            if (kind == TrustKind.Intents && record.Find(kind, TrustState.Leaving) is { } old
                && await resigner.FindSignedByAsync(old.Id, cancellationToken) is { } intent)
                return (null, $"It signed {intent.Id} of {intent.Plane}, and maybe others: sign them anew first, with 'pdp-control planes resign'.");
            if (!force && kind == TrustKind.Authority && record.Find(kind, TrustState.Active)?.ActiveSince is { } since
                && await planes.CertifiedBeforeAsync(since, cancellationToken) is { Count: > 0 } certified)
                return (null, $"It issued the certificates of these planes: {string.Join(", ", certified)}. Wait until they have renewed them, or force it: these need a new bundle then.");
            return record.Retire(kind, time.GetUtcNow());
        }, cancellationToken);
        if (changed.Now is not null && leaving is not null)
            await ForgetAsync(leaving, cancellationToken);
        return changed;
    }

    private TrustAnchor Make(TrustKind kind)
    {
        var now = time.GetUtcNow();
        if (kind == TrustKind.Authority)
        {
            var (id, certificate) = CertificateAuthority.MakeNext(keys.Directory, time);
            return new TrustAnchor(kind, id, TrustState.Announced, long.MaxValue, now, Certificate: certificate);
        }

        using var key = SigningKey.Generate();
        KeyFile.Write(keys.Directory, kind, key);
        return new TrustAnchor(kind, key.PublicKey.Kid, TrustState.Announced, long.MaxValue, now, key.PublicKey);
    }

    private async Task ForgetAsync(TrustAnchor gone, CancellationToken cancellationToken)
    {
        await using var turn = await store.Turns.TakeAsync(ITurns.Shared, cancellationToken);
        await store.Keys.RemoveAsync(gone.Id, [], cancellationToken);
        KeyFile.Delete(keys.Directory, gone);
        await keys.Shared.KeepAsync(keys.Directory, cancellationToken);
    }

    private async Task<string?> LackingAsync(TrustAnchor? anchor, bool force, CancellationToken cancellationToken)
    {
        if (force || anchor is null || await planes.LackingAsync(anchor.Since, cancellationToken) is not { Count: > 0 } lacking)
            return null;
        return $"These planes do not know it yet: {string.Join(", ", lacking)}. Wait until they have been connected, or force it.";
    }

    private async Task<(TrustRecord? Now, string Problem)> ChangeAsync(
        Caller caller, string type, TrustKind kind, Func<TrustRecord, Task<(TrustRecord? Next, string Problem)>> decide, CancellationToken cancellationToken)
    {
        if (!keys.Shared.AreShared && isStoreShared)
            return (null, "Other processes over the database could not get the new key: start all of them with --keys-passphrase-file.");
        await using var turn = await store.Turns.TakeAsync(ITurns.Shared, cancellationToken);
        await keys.Shared.FetchAsync(keys.Directory, cancellationToken);
        await keys.Book.ReadAgainAsync(cancellationToken);
        var (next, problem) = await decide(keys.Book.Current.Record);
        if (next is null)
            return (null, problem);
        var happened = OperatorHappenings.TrustChanged(type, kind, next, time.GetUtcNow()).By(caller);
        if (!await store.Trust.ReplaceAsync(next, [happened], cancellationToken))
            return (null, "Somebody else changed it just now. Look at it, and try again.");
        await keys.Book.ReadAgainAsync(cancellationToken);
        return (next, "");
    }
}
