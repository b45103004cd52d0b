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
    public static IReadOnlyList<SecretStatus> Of(
        IReadOnlyList<SecretPlaceholder> secrets, IReadOnlyList<SecretStatus> before, DateTimeOffset now)
    {
        var entries = from secret in secrets
                      from item in secret.Items
                      let version = item.Version ?? ""
                      where version.Length > 0
                      let entry = new SecretStatus(
                          item.Reference.Store, item.Reference.Name, version, now, item.Reference.Version is not null)
                      select before.FirstOrDefault(stored => stored with { ResolvedAt = now } == entry) ?? entry;
        return
        [
            .. entries.Distinct()
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
