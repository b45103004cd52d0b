using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Pdp.Core.Objects;

/// <summary>The beginning of a SHA-256 in letters and digits a Kubernetes name may have: five bits a character.</summary>
internal static class ShortHash
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>Hashes parts, kept apart: <c>(a, bc)</c> and <c>(ab, c)</c> differ.</summary>
    /// <param name="length">Characters, 1..51.</param>
    /// <param name="parts">What is hashed.</param>
    public static string Of(int length, params IEnumerable<string> parts)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            sha.AppendData(BitConverter.GetBytes(bytes.Length));
            sha.AppendData(bytes);
        }

        return Encode(sha.GetHashAndReset(), length);
    }

    /// <summary>Hashes a document, whatever the order of its members.</summary>
    /// <param name="length">Characters, 1..51.</param>
    /// <param name="document">What is hashed.</param>
    public static string Of(int length, JsonNode? document) => Encode(SHA256.HashData(CanonicalJson.Bytes(document)), length);

    private static string Encode(byte[] hash, int length) =>
        string.Create(length, hash, static (text, bits) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                var value = 0;
                for (var bit = i * 5; bit < (i * 5) + 5; bit++)
                    value = (value << 1) | ((bits[bit / 8] >> (7 - (bit % 8))) & 1);
                text[i] = Alphabet[value];
            }
        });
}
