using System.Globalization;
using Pdp.Core.Ports;
using Pdp.Core.Render;
using Pdp.Core.Rollout;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile.Secrets;

/// <summary>
/// Decides which version each secret reference of an intent stands for: what its store tells, or else what it told last, which the status
/// remembers. So a store that is away holds up only what was never resolved.
/// </summary>
internal sealed class SecretResolution(ISecretSource source)
{
    /// <summary>Resolves.</summary>
    /// <param name="stored">The intent as it is held.</param>
    /// <param name="intent">What it says.</param>
    /// <param name="outOfReach">Versions whose values were asked for in vain.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ResolvedSecrets> ResolveAsync(
        StoredIntent stored, TypedIntent intent, OutOfReach outOfReach, CancellationToken cancellationToken)
    {
        var named = SecretReferences.Of(intent).DistinctBy(named => named.Reference).ToList();
        var lookups = await source.LookUpAsync(RequesterOf(intent.Metadata), [.. named.Select(n => n.Reference)], cancellationToken);
        var versions = new Dictionary<SecretReference, string>();
        var missing = new List<RefusalReason>();
        var troubles = new List<string>();
        foreach (var (lookup, path) in lookups.Zip(named, (lookup, n) => (lookup, n.Path)))
        {
            var (reference, told, _) = lookup;
            var version = outOfReach.Unless(reference, told)
                ?? outOfReach.Unless(reference, SecretStatuses.VersionOf(reference, stored.Status.Secrets));
            if (TroubleOf(lookup, outOfReach) is { } trouble) troubles.Add(trouble);
            if (version is not null) versions.Add(reference, version);
            else missing.Add(new RefusalReason(FailureReason.SecretUnavailable, path, troubles[^1]));
        }
        return new ResolvedSecrets(versions, missing, FreshnessOf(named.Count, troubles));
    }

    /// <summary>Who asks on behalf of an intent.</summary>
    public static SecretRequester RequesterOf(IntentMetadata metadata) =>
        new(metadata.Id, metadata.Organization, metadata.Project, metadata.Environment);

    private static string? TroubleOf(SecretLookup lookup, OutOfReach outOfReach) => lookup switch
    {
        { Trouble: { Since: { } since, Message: var message } } =>
            $"{message} (since {since.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)})",
        { Trouble.Message: var message } => message,
        { Version: { } version } => outOfReach.WhyNot(lookup.Reference, version),
        _ => $"secret {lookup.Reference.Name} of store {lookup.Reference.Store}: no version of it is known",
    };

    private static SecretFreshness? FreshnessOf(int references, List<string> troubles) => (references, troubles.Count) switch
    {
        (0, _) => null,
        (_, 0) => SecretFreshness.Current,
        _ => SecretFreshness.Unknown(string.Join("; ", troubles.Distinct())),
    };
}

/// <summary>What became of an intent's secret references.</summary>
/// <param name="Versions">The version each stands for.</param>
/// <param name="Missing">Why the others cannot be had.</param>
/// <param name="Freshness">Whether these are the newest versions; null without secrets.</param>
internal sealed record ResolvedSecrets(
    IReadOnlyDictionary<SecretReference, string> Versions, IReadOnlyList<RefusalReason> Missing, SecretFreshness? Freshness);
