using Pdp.Core.Ports;
using Pdp.Core.Secrets;
using Pdp.Daemon.Secrets.Stores;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Secrets;

/// <summary>The customer's stores, as intents may use them.</summary>
internal sealed class SecretSource : ISecretSource, IIntentObserver
{
    private readonly StoreSet _stores;
    private readonly SecretContext _context;

    public SecretSource(StoreSet stores, SecretContext context)
    {
        (_stores, _context) = (stores, context);
        context.Metrics.Observe(() => stores.All.Select(store => (store.Definition.Name, store.Troubles)));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SecretLookup>> LookUpAsync(
        SecretRequester who, IReadOnlyList<SecretReference> references, CancellationToken cancellationToken)
    {
        _stores.Interest(who.IntentId, [.. references.Select(reference => (reference.Store, NameOf(reference)))]);
        return await Task.WhenAll(references.Select(reference => LookUpAsync(who, reference, cancellationToken)));
    }

    /// <inheritdoc/>
    public async Task<SecretValue> FetchAsync(
        SecretRequester who, SecretReference reference, string version, CancellationToken cancellationToken)
    {
        if (Refusal(who, reference, out var store) is { } refusal) throw new SecretUnavailableException(refusal.Message);
        try
        {
            var value = await store!.FetchAsync(NameOf(reference), version, cancellationToken);
            if (reference.Property is { } property) value = JsonProperty.Of(value, property);
            if (reference.Encoding is { } encoding) value = EncodedValue.Decode(value, encoding);
            _context.Metrics.Fetched(reference.Store, isFetched: true);
            _context.Log.Fetched(who.IntentId, reference.Store, reference.Name, version);
            return value;
        }
        catch (SecretStoreException failure)
        {
            var why = $"{Naming(reference)}: {failure.Message}";
            _context.Metrics.Fetched(reference.Store, isFetched: false);
            _context.Log.NotFetched(who.IntentId, why);
            throw new SecretUnavailableException(why);
        }
    }

    /// <inheritdoc/>
    public void Changed(string id, StoredIntent? before, StoredIntent? after)
    {
        if (after is null) _stores.Interest(id, []);
    }

    private async Task<SecretLookup> LookUpAsync(SecretRequester who, SecretReference reference, CancellationToken cancellationToken)
    {
        if (Refusal(who, reference, out var store) is { } refusal) return new SecretLookup(reference, null, refusal);
        var known = await store!.AskAsync(who.IntentId, NameOf(reference), cancellationToken);
        return new SecretLookup(reference, known.Version, known.Trouble);
    }

    // Said before the store is asked, and alike whether or not there is such a secret.
    private SecretTrouble? Refusal(SecretRequester who, SecretReference reference, out FollowedStore? store)
    {
        store = _stores.Find(reference.Store);
        if (store is null) return new SecretTrouble($"{Naming(reference)}: no store of that name is configured on this data plane");
        return store.Definition.Allow.Permits(who, reference.Name)
            ? null
            : new SecretTrouble($"{Naming(reference)}: the stores of this data plane do not let the project {who.Project} of "
                + $"{who.Organization} use it in {who.Environment}");
    }

    private static string Naming(SecretReference reference) => $"secret {reference.Name} of store {reference.Store}";

    private static SecretName NameOf(SecretReference reference) => new(reference.Name, reference.Version);
}
