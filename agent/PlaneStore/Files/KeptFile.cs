using Microsoft.Data.Sqlite;

namespace Pdp.PlaneStore.Files;

/// <summary>What the stores have in common: a file of their own, from which things go by age and for room.</summary>
public abstract class KeptFile : IDisposable
{
    private readonly string _name;
    private readonly TimeProvider _time;
    private readonly IPlaneStoreEvents _events;

    private protected KeptFile(StoreSchema schema, PlaneStoreOptions options, TimeProvider time, IPlaneStoreEvents events)
    {
        (_name, _time, _events, Options) = (schema.Name, time, events, options);
        File = StoreFile.Open(options, schema, events);
    }

    /// <summary>Bytes in use.</summary>
    /// <exception cref="PlaneStoreException">The file cannot be read now.</exception>
    public long Bytes => File.Read(StoreFile.SizeOf);

    private protected PlaneStoreOptions Options { get; }

    private protected StoreFile File { get; }

    /// <summary>Milliseconds since 1970, UTC.</summary>
    private protected long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Drops what is too old or too much. To be called every few minutes.</summary>
    /// <exception cref="PlaneStoreException">The disk fails.</exception>
    public void Tidy()
    {
        var now = Now;
        var dropped = File.Write(connection => Drop(connection, now, now - (long)Options.MaxAge.TotalMilliseconds));
        if (dropped == 0) return;
        File.GiveBack();
        _events.Dropped(_name, dropped);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Whether the file is larger than it may be.</summary>
    private protected bool IsTooLarge(SqliteConnection connection) => StoreFile.SizeOf(connection) > Options.MaxBytes;

    /// <summary>Drops what is too old, then of the oldest until the file is no larger than it may be.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="now">Milliseconds since 1970.</param>
    /// <param name="oldest">What is older goes.</param>
    /// <returns>How many things went.</returns>
    private protected abstract long Drop(SqliteConnection connection, long now, long oldest);
}
