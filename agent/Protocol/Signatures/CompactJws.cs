using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Pdp.Protocol.Signatures;

/// <summary>The parts of a compact JWS (RFC 7515), taken apart and not yet believed.</summary>
public sealed class CompactJws
{
    private const int HeaderDepth = 4;

    private CompactJws(JwsHeader header, byte[] payload, byte[] signature, byte[] signingInput)
    {
        Header = header;
        Payload = payload;
        Signature = signature;
        SigningInput = signingInput;
    }

    /// <summary>The protected header.</summary>
    public JwsHeader Header { get; }

    /// <summary>The payload. Anybody may have written it until <see cref="IntentKeyRing.Verify"/> says otherwise.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    internal byte[] Signature { get; }

    internal byte[] SigningInput { get; }

    /// <summary>Takes a compact JWS apart.</summary>
    /// <param name="text">The JWS as it came.</param>
    /// <param name="jws">Its parts; null when refused.</param>
    /// <param name="refusal">Why not: <see cref="JwsRefusal.Malformed"/> or <see cref="JwsRefusal.TooLarge"/>.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out CompactJws? jws, out JwsRefusal refusal)
    {
        jws = null;
        refusal = JwsRefusal.TooLarge;
        if (text.Length > ProtocolLimits.JwsChars) return false;
        refusal = JwsRefusal.Malformed;
        Span<Range> parts = stackalloc Range[4];
        if (text.AsSpan().Split(parts, '.') != 3) return false;
        if (!StrictBase64Url.TryDecode(text.AsSpan(parts[0]), out var header)
            || !StrictBase64Url.TryDecode(text.AsSpan(parts[1]), out var payload)
            || !StrictBase64Url.TryDecode(text.AsSpan(parts[2]), out var signature))
            return false;
        if (payload.Length > ProtocolLimits.IntentBytes || header.Length > ProtocolLimits.JwsHeaderBytes)
        {
            refusal = JwsRefusal.TooLarge;
            return false;
        }
        if (!TryHeader(header, out var read)) return false;
        jws = new CompactJws(read, payload, signature, Encoding.ASCII.GetBytes(text, 0, parts[1].End.Value));
        return true;
    }

    private static bool TryHeader(byte[] utf8, [NotNullWhen(true)] out JwsHeader? header)
    {
        header = null;
        var contract = ProtocolJsonContext.Default.JwsHeader;
        if (BoundedJson.TryRead(utf8, ProtocolLimits.JwsHeaderBytes, HeaderDepth, out var document) != JsonFault.None) return false;
        using (document)
        {
            if (JsonShape.Check(document!.RootElement, contract).Count > 0) return false;
            header = document.RootElement.Deserialize(contract);
            return header is not null;
        }
    }
}
