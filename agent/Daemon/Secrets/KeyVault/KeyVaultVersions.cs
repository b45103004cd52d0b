using Azure.Security.KeyVault.Secrets;
using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Secrets.KeyVault;

/// <summary>Which version of a secret is meant. The latest is the one made last, whether or not it is enabled.</summary>
internal static class KeyVaultVersions
{
    /// <summary>There is no such secret.</summary>
    public static VersionAnswer None { get; } = new(null, "there is no such secret; a deleted one can be recovered in the vault");

    /// <summary>Chooses.</summary>
    /// <returns>The answer; null when two versions were made within the same second, so that only the vault itself can tell.</returns>
    public static VersionAnswer? Choose(IReadOnlyList<SecretProperties> versions, string? pinned)
    {
        if (versions.Count == 0) return None;
        if (pinned is not null)
        {
            return versions.FirstOrDefault(version => version.Version == pinned) is { } found
                ? Told(found)
                : new VersionAnswer(null, "it has no version of the name asked for");
        }
        var last = versions.Max(version => version.CreatedOn);
        var newest = versions.Where(version => version.CreatedOn == last).ToList();
        return newest is [var only] ? Told(only) : null;
    }

    private static VersionAnswer Told(SecretProperties version) => version.Enabled == false
        ? new VersionAnswer(null, "it is disabled in the vault; enable it, or make a new version")
        : new VersionAnswer(version.Version);
}
