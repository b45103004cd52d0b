using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Pdp.ControlStub.Backup;

/// <summary>Writes a backup to a stream, line by line.</summary>
internal sealed class BackupWriter : IDisposable
{
    private static readonly byte[] _newLine = "\n"u8.ToArray();

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Stream _output;
    private long _records;

    private BackupWriter(Stream output) => _output = output;

    /// <summary>Writes a whole backup.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="header">Its first line.</param>
    /// <param name="records">The records, as JSON.</param>
    /// <param name="keys">The keys to seal; null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task WriteAsync(
        Stream output,
        BackupHeader header,
        IAsyncEnumerable<ReadOnlyMemory<byte>> records,
        KeysToSeal? keys,
        CancellationToken cancellationToken)
    {
        using var writer = new BackupWriter(output);
        await writer.HeaderAsync(header, cancellationToken);
        await foreach (var record in records.WithCancellation(cancellationToken))
            await writer.RecordAsync(record, cancellationToken);
        if (keys is not null)
            await writer.KeysAsync(keys, cancellationToken);
        await writer.EndAsync(cancellationToken);
    }

    /// <summary>The first line.</summary>
    private Task HeaderAsync(BackupHeader header, CancellationToken cancellationToken) =>
        JsonAsync(header, BackupJson.Default.BackupHeader, cancellationToken);

    /// <summary>One record, as JSON.</summary>
    private Task RecordAsync(ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        _records++;
        return LineAsync(json, cancellationToken);
    }

    /// <summary>The keys, bound to every line before: no line can be changed without the passphrase.</summary>
    private Task KeysAsync(KeysToSeal keys, CancellationToken cancellationToken) =>
        JsonAsync(SealedKeys.Seal(keys.Files, keys.Passphrase, _hash.GetCurrentHash()), BackupJson.Default.SealedKeys, cancellationToken);

    /// <summary>The last line.</summary>
    private Task EndAsync(CancellationToken cancellationToken) => JsonAsync(
        new BackupEnd(BackupEnd.TypeName, _records, Convert.ToHexStringLower(_hash.GetCurrentHash())), BackupJson.Default.BackupEnd, cancellationToken);

    public void Dispose() => _hash.Dispose();

    private Task JsonAsync<T>(T value, JsonTypeInfo<T> contract, CancellationToken cancellationToken) =>
        LineAsync(JsonSerializer.SerializeToUtf8Bytes(value, contract), cancellationToken);

    private async Task LineAsync(ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        _hash.AppendData(json.Span);
        _hash.AppendData(_newLine);
        await _output.WriteAsync(json, cancellationToken);
        await _output.WriteAsync(_newLine, cancellationToken);
    }
}
