using System.Text.Json;
using Pdp.ControlStub.Store.Snapshots;

namespace Pdp.ControlStub.Backup;

/// <summary>Records as lines of a backup.</summary>
internal static class SnapshotLines
{
    /// <summary>A record as a line.</summary>
    public static ReadOnlyMemory<byte> Write(SnapshotRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, SnapshotJson.Contract);

    /// <summary>The record of a line.</summary>
    /// <exception cref="BackupException">This program does not know such a record.</exception>
    public static SnapshotRecord Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line.Span, SnapshotJson.Contract)!;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new BackupException("The backup holds a record this program cannot read. Use the version that wrote it, or a newer one.", e);
        }
    }
}
