using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Pdp.ControlStub.Backup;

/// <summary>
/// Reads a backup once, from its first line to its checksum. Whoever acts on what comes before the checksum must be able to take it back:
/// only after the last record was asked for is it known that the file is whole.
/// </summary>
/// <param name="input">The backup; stays the caller's.</param>
/// <param name="cancellationToken">Gives up.</param>
internal sealed class BackupReader(Stream input, CancellationToken cancellationToken) : IAsyncDisposable
{
    private static readonly byte[] _newLine = "\n"u8.ToArray();

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly IAsyncEnumerator<ReadOnlyMemory<byte>> _lines = BackupLines.ReadAsync(input, cancellationToken).GetAsyncEnumerator(cancellationToken);

    /// <summary>Records read so far, by type.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    /// <summary>The keys, and what they are bound to; null where there are none. Known at the end.</summary>
    public (SealedKeys Keys, byte[] BoundTo)? Keys { get; private set; }

    /// <summary>The first line; asked for once, before the records.</summary>
    /// <exception cref="BackupException">It is not a backup, or one of a newer program.</exception>
    public async Task<BackupHeader> HeaderAsync() => await NextAsync() is { } line ? Begin(line) : throw NoBackup();

    /// <summary>The records, as JSON; ends only where the whole file was as it was written.</summary>
    /// <exception cref="BackupException">It was cut short or is damaged.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> RecordsAsync()
    {
        // What a line is bound to is all that comes before it.
        for (var before = _hash.GetCurrentHash(); await NextAsync() is { } line; before = _hash.GetCurrentHash())
        {
            switch (TypeOf(line))
            {
                case BackupEnd.TypeName:
                    await CheckEndAsync(line, before);
                    yield break;
                case SealedKeys.TypeName:
                    Keys = (Read(line, BackupJson.Default.SealedKeys) ?? throw Damaged("its keys cannot be read"), before);
                    break;
                case var type:
                    _counts[type] = _counts.GetValueOrDefault(type) + 1;
                    yield return line;
                    break;
            }
        }

        throw new BackupException($"The backup was cut short after {_counts.Values.Sum()} records: its last line is missing. Use another one.");
    }

    public async ValueTask DisposeAsync()
    {
        await _lines.DisposeAsync();
        _hash.Dispose();
    }

    private async Task<ReadOnlyMemory<byte>?> NextAsync()
    {
        if (!await _lines.MoveNextAsync())
            return null;
        _hash.AppendData(_lines.Current.Span);
        _hash.AppendData(_newLine);
        return _lines.Current;
    }

    private async Task CheckEndAsync(ReadOnlyMemory<byte> line, byte[] before)
    {
        var end = Read(line, BackupJson.Default.BackupEnd);
        if (end?.Sha256 != Convert.ToHexStringLower(before) || end.Records != _counts.Values.Sum())
            throw Damaged("its checksum does not match");
        if (await NextAsync() is not null)
            throw Damaged("something follows its last line");
    }

    private static BackupHeader Begin(ReadOnlyMemory<byte> line)
    {
        var header = Read(line, BackupJson.Default.BackupHeader);
        if (header?.Format != BackupFormat.Name)
            throw NoBackup();
        return header.Version is >= 1 and <= BackupFormat.Version
            ? header
            : throw new BackupException(
                $"The backup has format {header.Version}, written by pdp-control {header.Program}; this program reads {BackupFormat.Version}. Use that version or a newer one.");
    }

    private static string TypeOf(ReadOnlyMemory<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line.Span);
            // The type comes first in every line, so that nothing of a long one needs to be read.
            return reader.Read() && reader.Read() && reader.ValueTextEquals("type") && reader.Read() && reader.TokenType == JsonTokenType.String
                ? reader.GetString()!
                : throw Damaged("a line is none of a backup");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Damaged("a line is none of a backup");
        }
    }

    private static T? Read<T>(ReadOnlyMemory<byte> line, JsonTypeInfo<T> contract) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(line.Span, contract);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static BackupException NoBackup() => new("This is not a backup of pdp-control.");

    private static BackupException Damaged(string how) => new($"The backup is damaged: {how}. Use another one.");
}
