using Pdp.ControlStub.Hosting;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Backup;

/// <summary>Where the content of a backup comes from.</summary>
/// <param name="Header">Its first line.</param>
/// <param name="Records">Its records, as JSON; read once.</param>
internal sealed record BackupSource(BackupHeader Header, IAsyncEnumerable<ReadOnlyMemory<byte>> Records)
{
    /// <summary>A store, as it is now.</summary>
    public static BackupSource Of(IControlStore store, TimeProvider time, CancellationToken cancellationToken) => new(
        new BackupHeader(BackupFormat.Name, BackupFormat.Version, ProgramVersion.Text, time.GetUtcNow()),
        store.Snapshots.ReadAsync(cancellationToken).Select(SnapshotLines.Write));

    /// <summary>A backup that another process writes.</summary>
    /// <exception cref="BackupException">It is none.</exception>
    public static async Task<BackupSource> OfAsync(BackupReader reader) => new(await reader.HeaderAsync(), reader.RecordsAsync());
}
