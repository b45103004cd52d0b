namespace Pdp.ControlStub.Backup;

/// <summary>How a backup is restored.</summary>
internal sealed record RestoreOptions
{
    /// <summary>The backup.</summary>
    public required string From { get; init; }

    /// <summary>The data directory; made where there is none.</summary>
    public required string Data { get; init; }

    /// <summary>A file with the connection of a PostgreSQL database to restore into; null for a file in the data directory.</summary>
    public string? ConnectionFile { get; init; }

    /// <summary>Opens the keys in the backup; null leaves them sealed.</summary>
    public string? Passphrase { get; init; }

    /// <summary>Whether what is there may be replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Whether new keys are to be made because the old ones are lost: those of the backup only verify from then on.</summary>
    public bool NewKeys { get; init; }
}
