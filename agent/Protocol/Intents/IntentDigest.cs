using System.Security.Cryptography;
using System.Text;

namespace Pdp.Protocol.Intents;

/// <summary>One value for a whole set of intents, equal on both sides exactly when the sets are.</summary>
public static class IntentDigest
{
    /// <summary>SHA-256 over the lines <c>id generation hash</c>, ordered by id (ordinal), lower-case hex.</summary>
    public static string Of(IEnumerable<IntentStamp> stamps)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var stamp in stamps.OrderBy(s => s.Id, StringComparer.Ordinal))
            sha.AppendData(Encoding.UTF8.GetBytes($"{stamp.Id} {stamp.Generation} {stamp.Hash}\n"));
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    /// <summary>The hash of one signed payload, as <see cref="IntentStamp.Hash"/> holds it.</summary>
    public static string OfPayload(ReadOnlySpan<byte> payload) => Convert.ToHexStringLower(SHA256.HashData(payload));
}
