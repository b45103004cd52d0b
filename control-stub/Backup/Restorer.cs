using Pdp.ControlStub.Events;
using Pdp.ControlStub.Hosting;
using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Store.Snapshots;

namespace Pdp.ControlStub.Backup;

/// <summary>Restores a backup, wholly or not at all. The file is read twice: nothing is touched before it is known to be whole.</summary>
internal sealed class Restorer(RestoreOptions options, TimeProvider time)
{
    /// <summary>Restores.</summary>
    /// <exception cref="BackupException">The backup cannot be used, or something is there already.</exception>
    /// <exception cref="StoreException">The target cannot be used.</exception>
    public async Task<RestoreReport> RunAsync(CancellationToken cancellationToken)
    {
        var backup = await CheckAsync(cancellationToken);
        using var data = DataDirectory.Open(options.Data);
        if (options is { Overwrite: false, ConnectionFile: null } && File.Exists(data.Database))
            throw new BackupException($"There is a database in {data.Path} already. Restore into another directory, or give --overwrite: what is there is kept in a folder.");
        var staged = StagedRestore.Begin(data.Path);
        try
        {
            var file = Path.Combine(staged.Folder, DataDirectory.DatabaseFile);
            await using (var store = await OfflineStore.OpenAsync(file, options.ConnectionFile, time, cancellationToken))
                await FillAsync(store, backup.Header, cancellationToken);
            if (backup.Keys is not null)
                KeyFiles.Write(staged.Folder, backup.Keys);
            var kept = $"replaced-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}";
            staged.Commit(kept);
            return new RestoreReport(backup.Header, backup.Counts, Outcome(backup), Directory.Exists(Path.Combine(data.Path, kept)) ? kept : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"The data directory {data.Path} cannot be written: {e.Message}", e);
        }
        finally
        {
            StagedRestore.FinishOrForget(data.Path);
        }
    }

    private async Task<CheckedBackup> CheckAsync(CancellationToken cancellationToken)
    {
        await using var file = Open();
        await using var reader = new BackupReader(file, cancellationToken);
        var header = await reader.HeaderAsync();
        await foreach (var record in reader.RecordsAsync())
            SnapshotLines.Read(record);
        var opened = options is { NewKeys: false, Passphrase: { } passphrase } && reader.Keys is var (keys, boundTo) ? keys.Open(passphrase, boundTo) : null;
        return new CheckedBackup(header, reader.Counts, reader.Keys is not null, opened);
    }

    private async Task FillAsync(IControlStore store, BackupHeader header, CancellationToken cancellationToken)
    {
        await using var file = Open();
        await using var reader = new BackupReader(file, cancellationToken);
        await reader.HeaderAsync();
        // Whoever starts over the same database meanwhile waits.
        await using var turn = await store.Turns.TakeAsync(ITurns.Shared, cancellationToken);
        var records = reader.RecordsAsync().Select(SnapshotLines.Read).Where(IsUsed).Select(Used);
        await store.Snapshots.RestoreAsync(records, header.CreatedAt, options.Overwrite, cancellationToken);
        await store.Events.AppendAsync([Happenings.Restored(header.CreatedAt, time.GetUtcNow())], cancellationToken);
    }

    // With new keys it begins anew what agents are told: nobody has the old ones.
    private bool IsUsed(SnapshotRecord record) => !options.NewKeys || record is not TrustSnapshot;

    private SnapshotRecord Used(SnapshotRecord record) => record is KeySnapshot { Key.Use: IntentKey.Use } key && options.NewKeys
        ? new KeySnapshot(key.Key with { Use = IntentKey.FormerUse })
        : record;

    private FileStream Open()
    {
        try
        {
            return new FileStream(options.From, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"The backup {options.From} cannot be read: {e.Message}", e);
        }
    }

    private RestoredKeys Outcome(CheckedBackup backup) =>
        backup.Keys is not null ? RestoredKeys.Restored
        : options.NewKeys ? RestoredKeys.ToBeMade
        : backup.HasKeys ? RestoredKeys.LeftSealed
        : RestoredKeys.NotInBackup;

    private sealed record CheckedBackup(
        BackupHeader Header, IReadOnlyDictionary<string, long> Counts, bool HasKeys, IReadOnlyDictionary<string, string>? Keys);
}
