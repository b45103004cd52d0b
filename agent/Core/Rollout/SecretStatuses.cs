using Pdp.Core.Render;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Rollout;

/// <summary>What the status says of the secrets, and what it remembers of them when a store does not answer.</summary>
public static class SecretStatuses
{
    /// <summary>The entries, ordered by store and name. One that is there already keeps its time.</summary>
    /// <param name="secrets">What is made, every version known.</param>
    /// <param name="before">The stored entries.</param>
    /// <param name="now">Now, UTC.</param>
    /// <param name="expiries">When certificates end that were looked into just now; of others what is stored stands.</param>
    public static IReadOnlyList<SecretStatus> Of(
        IReadOnlyList<SecretPlaceholder> secrets, IReadOnlyList<SecretStatus> before, DateTimeOffset now,
        IReadOnlyDictionary<SecretItem, DateTimeOffset>? expiries = null)
    {
        var entries = from secret in secrets
                      from item in secret.Items
                      let version = item.Version ?? ""
                      where version.Length > 0
                      let entry = new SecretStatus(
                          item.Reference.Store, item.Reference.Name, version, now, item.Reference.Version is not null)
                      let known = before.FirstOrDefault(stored => stored with { ResolvedAt = now, ExpiresAt = null } == entry) ?? entry
                      select expiries is not null && expiries.TryGetValue(item, out var expires) ? known with { ExpiresAt = expires } : known;
        return
        [
            .. entries.OrderByDescending(entry => entry.ExpiresAt is not null)
                .DistinctBy(entry => (entry.Store, entry.Name, entry.Version, entry.IsPinned))
                .OrderBy(entry => entry.Store, StringComparer.Ordinal)
                .ThenBy(entry => entry.Name, StringComparer.Ordinal)
                .ThenBy(entry => entry.Version, StringComparer.Ordinal),
        ];
    }

    /// <summary>The version a reference stood for last; null when that was never known.</summary>
    public static string? VersionOf(SecretReference reference, IReadOnlyList<SecretStatus> secrets) =>
        secrets.FirstOrDefault(entry => entry.Store == reference.Store && entry.Name == reference.Name
            && (reference.Version is null ? !entry.IsPinned : entry.IsPinned && entry.Version == reference.Version))?.Version;
}
