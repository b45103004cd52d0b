using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Core.Render;
using Pdp.Core.Rollout;
using Pdp.Core.Secrets;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile.Secrets;

/// <summary>Brings values from the stores into the cluster: fetched only for Secrets that are not there, held only until they are made.</summary>
internal sealed class SecretDelivery(ISecretSource source, ISecretObjects objects, IObjectCluster cluster)
{
    // The limit of the API server for all of a Secret's data.
    private const int MostBytes = 1024 * 1024;

    // A Secret that somebody deleted hurts when a pod starts; what does not become healthy is looked at sooner.
    private static readonly TimeSpan _trustWhenWell = TimeSpan.FromHours(1);
    private static readonly TimeSpan _trustOtherwise = TimeSpan.FromSeconds(30);

    /// <summary>Fetches what a target needs and the cluster lacks.</summary>
    /// <param name="stored">The intent.</param>
    /// <param name="target">What shall run.</param>
    /// <param name="outOfReach">What cannot be fetched is noted here; that Secret is not supplied.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ClusterException">The cluster cannot be asked what is there.</exception>
    public async Task<SecretSupply> FetchAsync(
        StoredIntent stored, Target target, OutOfReach outOfReach, CancellationToken cancellationToken)
    {
        var supply = new SecretSupply();
        if (target.Requester is not { } who) return supply;
        using var span = SecretTrace.Fetching(target.Secrets);
        var trust = stored.Status.Phase is IntentPhase.Healthy or IntentPhase.Suspended ? _trustWhenWell : _trustOtherwise;
        foreach (var secret in target.Secrets)
        {
            var presence = await FindAsync(secret.Manifest, trust, cancellationToken);
            supply.IsUnsettled |= presence == SecretPresence.Uncertain;
            if (presence == SecretPresence.Absent && await FetchAsync(who, secret, outOfReach, cancellationToken) is { } values
                && Make(stored, secret, values, outOfReach) is { } content)
                supply.Add(secret, content);
        }
        supply.IsUnsettled |= outOfReach.Count > 0;
        return supply;
    }

    /// <summary>Makes the Secret beside an object that was just applied, if one is to be made.</summary>
    /// <exception cref="ClusterException">Not made.</exception>
    public async Task MakeAsync(ObjectKey key, SecretSupply supply, CancellationToken cancellationToken)
    {
        if (supply.For(key) is not { } content) return;
        var read = await cluster.FindAsync([key], made: null, cancellationToken);
        if (!read.TryGetValue(key.Identity, out var manifest))
            throw new ClusterException(FailureReason.Conflict, $"{key} was deleted while its Secret was to be made");
        var presence = await objects.MakeAsync(manifest, content, cancellationToken);
        supply.IsUnsettled |= presence == SecretPresence.Uncertain;
    }

    private async Task<SecretPresence> FindAsync(ObjectKey key, TimeSpan trust, CancellationToken cancellationToken)
    {
        var read = await cluster.FindAsync([key], made: null, cancellationToken);
        return read.TryGetValue(key.Identity, out var manifest) && !ManifestObject.IsBeingDeleted(manifest)
            ? await objects.FindAsync(manifest, trust, cancellationToken)
            : SecretPresence.Absent;
    }

    private async Task<IReadOnlyDictionary<string, SecretValue>?> FetchAsync(
        SecretRequester who, SecretPlaceholder secret, OutOfReach outOfReach, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, SecretValue>();
        var left = MostBytes;
        foreach (var item in secret.Items)
        {
            var version = item.Version ?? "";
            try
            {
                var value = await source.FetchAsync(who, item.Reference, version, cancellationToken);
                left -= value.Reveal().Length;
                if (left < 0) throw TooMuch(item.Reference);
                values.Add(item.DataKey, value);
            }
            catch (SecretUnavailableException why)
            {
                outOfReach.Add(item.Reference, version, why);
            }
        }
        return values.Count == secret.Items.Count ? values : null;
    }

    private static SecretContent? Make(
        StoredIntent stored, SecretPlaceholder secret, IReadOnlyDictionary<string, SecretValue> values, OutOfReach outOfReach)
    {
        try
        {
            var content = SecretMaking.Make(secret.Form, values);
            return content.Data.Values.Sum(value => value.Reveal().Length) <= MostBytes
                ? content
                : throw new SecretFormException($"what is made of it may have at most {MostBytes} bytes");
        }
        catch (SecretFormException wrong)
        {
            foreach (var item in AtFault(wrong, secret, stored.Status.Secrets))
            {
                outOfReach.Add(item.Reference, item.Version ?? "", new SecretUnavailableException(
                    $"secret {item.Reference.Name} of store {item.Reference.Store}: {wrong.Message}"));
            }
            return null;
        }
    }

    // Of values that do not go together those that are new, so that one of a pair that is rotated first waits for the other.
    private static IReadOnlyList<SecretItem> AtFault(SecretFormException wrong, SecretPlaceholder secret, IReadOnlyList<SecretStatus> before)
    {
        if (secret.Items.FirstOrDefault(item => item.DataKey == wrong.Item) is { } one) return [one];
        var rotated = secret.Items.Where(item => SecretStatuses.VersionOf(item.Reference, before) != item.Version).ToList();
        return rotated.Count > 0 ? rotated : secret.Items;
    }

    private static SecretUnavailableException TooMuch(SecretReference reference) => new(
        $"secret {reference.Name} of store {reference.Store}: the secrets of a component may have at most {MostBytes} bytes together");
}
