using System.Globalization;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Rollout;

/// <summary>What is said of certificates that end.</summary>
internal static class CertificateExpiry
{
    private static readonly TimeSpan _soon = TimeSpan.FromDays(14);

    /// <summary>Which end within a fortnight, or have; null when none does.</summary>
    public static string? Told(IReadOnlyList<SecretStatus> secrets, DateTimeOffset now)
    {
        var ending = secrets.Where(secret => secret.ExpiresAt - now < _soon).Select(Told).ToList();
        return ending.Count == 0 ? null : $"{string.Join("; ", ending)}: put a newer one into the store";
    }

    private static string Told(SecretStatus secret) =>
        $"the certificate in secret {secret.Name} of store {secret.Store} ends at "
        + secret.ExpiresAt!.Value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
