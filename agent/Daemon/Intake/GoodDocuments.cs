using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Pdp.Core.Ports;

namespace Pdp.Daemon.Intake;

/// <summary>
/// Which signed documents were found good, so that the same bytes are not judged again at every pass: by the SHA-256 of all of them, signature included,
/// and only for the very anchors that judged. Other anchors begin with nothing. Nothing of a document is kept, and nothing of one that was refused. Safe
/// for any number of threads.
/// </summary>
internal sealed class GoodDocuments
{
    /// <summary>Documents that are remembered, at most: some hundred bytes each. Whoever has more begins anew.</summary>
    public const int Most = 10_000;

    private readonly Lock _lock = new();
    private readonly HashSet<(UInt128, UInt128)> _digests = [];
    private TrustAnchors? _trust;

    /// <summary>Whether a document was found good by these anchors.</summary>
    public bool Has(TrustAnchors trust, string jws)
    {
        var digest = DigestOf(jws);
        lock (_lock) return ReferenceEquals(trust, _trust) && _digests.Contains(digest);
    }

    /// <summary>Notes that these anchors found a document good.</summary>
    public void Add(TrustAnchors trust, string jws)
    {
        var digest = DigestOf(jws);
        lock (_lock)
        {
            if (!ReferenceEquals(trust, _trust) || _digests.Count >= Most) _digests.Clear();
            _trust = trust;
            _digests.Add(digest);
        }
    }

    private static (UInt128, UInt128) DigestOf(string jws)
    {
        Span<UInt128> digest = stackalloc UInt128[2];
        SHA256.HashData(MemoryMarshal.AsBytes(jws.AsSpan()), MemoryMarshal.AsBytes(digest));
        return (digest[0], digest[1]);
    }
}
