using System.Buffers.Binary;

namespace Pdp.Testing;

/// <summary>Follows one way of a TLS connection from record to record, without understanding any.</summary>
internal sealed class TlsRecords
{
    /// <summary>Type, version and length.</summary>
    public const int HeaderBytes = 5;

    private readonly byte[] _header = new byte[HeaderBytes];
    private int _read;
    private int _body;

    /// <summary>The places in a chunk at which a record begins.</summary>
    public IReadOnlyList<int> Starts(ReadOnlySpan<byte> chunk)
    {
        var starts = new List<int>();
        for (var at = 0; at < chunk.Length;)
        {
            if (_body > 0)
            {
                var inside = Math.Min(_body, chunk.Length - at);
                _body -= inside;
                at += inside;
                continue;
            }

            if (_read == 0) starts.Add(at);
            _header[_read++] = chunk[at++];
            if (_read < HeaderBytes) continue;
            _read = 0;
            _body = BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(3));
        }

        return starts;
    }
}
