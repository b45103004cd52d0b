using Pdp.Core.Objects;

namespace Pdp.Core.Render;

/// <summary>Stands for the versions of all secrets of an intent together: two that are alike are the same versions of the same secrets.</summary>
public static class SecretFingerprint
{
    private const int Length = 16;

    /// <summary>The fingerprint; null without secrets.</summary>
    public static string? Of(IReadOnlyList<SecretPlaceholder> secrets)
    {
        var parts = secrets.SelectMany(secret => secret.Items)
            .Select(item => (item.Reference.Store, item.Reference.Name, Version: item.Version ?? ""))
            .Distinct()
            .OrderBy(item => item.Store, StringComparer.Ordinal)
            .ThenBy(item => item.Name, StringComparer.Ordinal)
            .ThenBy(item => item.Version, StringComparer.Ordinal)
            .SelectMany(item => new[] { item.Store, item.Name, item.Version })
            .ToList();
        return parts.Count == 0 ? null : ShortHash.Of(Length, parts);
    }
}
