using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Text.Json;
using Pdp.Core.Images;
using Pdp.Core.Objects;
using Pdp.Core.Render;

namespace Pdp.Core.Rollout;

/// <summary>A revision as bytes for a Secret or ConfigMap: compressed JSON, bounded both ways.</summary>
public static class RevisionCodec
{
    /// <summary>Most bytes <see cref="TryEncode"/> returns; fits one Secret or ConfigMap (1 MiB) as base64.</summary>
    public const int MaxEncodedBytes = 700 * 1024;

    /// <summary>Most bytes of JSON <see cref="TryDecode"/> unpacks.</summary>
    public const int MaxDecodedBytes = 16 * 1024 * 1024;

    // Format 1 held rendered objects, which nobody had signed.
    private const int Format = 2;
    private const int Chunk = 64 * 1024;

    // Brotli's own terms: good compression at moderate cost, and a window of 4 MiB, for one document repeats itself all over.
    private const int Quality = 5;
    private const int Window = 22;

    /// <summary>Packs a revision.</summary>
    /// <returns>False when it does not fit; a rollback to it is not possible then.</returns>
    public static bool TryEncode(Revision revision, out byte[] bytes)
    {
        var stored = new StoredRevision(
            Format,
            revision.Generation,
            revision.Document,
            revision.Secrets.Count == 0 ? null : [.. revision.Secrets.Select(Store)],
            revision.Images.Count == 0 ? null : [.. revision.Images.Select(image => new StoredImage(image.Container, image.Image, image.Digest))],
            revision.Begun);
        var json = JsonSerializer.SerializeToUtf8Bytes(stored, RevisionJson.Default.StoredRevision);
        // No larger than needed: large arrays have the collector look at all there is, and revisions are kept often.
        var packed = ArrayPool<byte>.Shared.Rent(Math.Min(BrotliEncoder.GetMaxCompressedLength(json.Length), MaxEncodedBytes));
        try
        {
            var room = packed.AsSpan(0, Math.Min(packed.Length, MaxEncodedBytes));
            var isFit = BrotliEncoder.TryCompress(json, room, out var written, Quality, Window) && json.Length <= MaxDecodedBytes;
            bytes = isFit ? room[..written].ToArray() : [];
            return isFit;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed);
        }
    }

    /// <summary>Unpacks a revision.</summary>
    /// <returns>False when the bytes are not an intact revision of a known format.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Revision? revision)
    {
        revision = null;
        try
        {
            if (Unpack(bytes) is { } json
                && JsonSerializer.Deserialize(json.Span, RevisionJson.Default.StoredRevision) is { Format: Format } stored
                && (stored.Secrets ?? []).All(IsIntact)
                && (stored.Images ?? []).All(image => image is not null))
                revision = Restore(stored);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // Somebody changed the bytes; there is no revision in them any more.
        }

        return revision is not null;
    }

    // Null when the bytes are damaged, or hold more than any revision has, as those do that were made to be huge once unpacked.
    private static ReadOnlyMemory<byte>? Unpack(ReadOnlySpan<byte> bytes)
    {
        var json = new ArrayBufferWriter<byte>();
        using var decoder = default(BrotliDecoder);
        while (json.WrittenCount <= MaxDecodedBytes)
        {
            var status = decoder.Decompress(bytes, json.GetSpan(Chunk), out var read, out var written);
            bytes = bytes[read..];
            json.Advance(written);
            if (status == OperationStatus.Done)
                return json.WrittenMemory;
            if (status != OperationStatus.DestinationTooSmall)
                return null;
        }

        return null;
    }

    // A list may hold null whatever its type says.
    private static bool IsIntact(StoredSecret? secret) => secret is not null && secret.Items.All(item => item is not null);

    private static StoredSecret Store(SecretPlaceholder secret) =>
        new(secret.Manifest.ToEntry(), [.. secret.Items.Select(item => new StoredSecretItem(item.DataKey, item.Reference, item.Version))]);

    private static SecretPlaceholder Restore(StoredSecret secret) =>
        new(ObjectKey.Of(secret.Manifest), [.. secret.Items.Select(item => new SecretItem(item.Key, item.Reference, "", item.Version))]);

    private static Revision Restore(StoredRevision stored) => new()
    {
        Generation = stored.Generation,
        Document = stored.Document,
        Secrets = [.. (stored.Secrets ?? []).Select(Restore)],
        Images = [.. (stored.Images ?? []).Select(image => new ResolvedImage(image.Container, image.Image, image.Digest))],
        Begun = stored.Begun,
    };
}
