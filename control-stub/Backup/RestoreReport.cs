namespace Pdp.ControlStub.Backup;

/// <summary>What a restore did.</summary>
/// <param name="Backup">The header of the backup.</param>
/// <param name="Counts">How many records of each type, by type.</param>
/// <param name="Keys">What became of the keys.</param>
/// <param name="Kept">Name of the folder in which files that were replaced are kept; null when nothing was there.</param>
internal sealed record RestoreReport(BackupHeader Backup, IReadOnlyDictionary<string, long> Counts, RestoredKeys Keys, string? Kept);

/// <summary>What became of the keys.</summary>
internal enum RestoredKeys
{
    /// <summary>The backup has none.</summary>
    NotInBackup,

    /// <summary>The backup has some; no passphrase was given.</summary>
    LeftSealed,

    /// <summary>They are in the data directory.</summary>
    Restored,

    /// <summary>New ones are to be made; the old ones only verify.</summary>
    ToBeMade,
}
