using Microsoft.Data.Sqlite;

namespace Pdp.PlaneStore.Files;

/// <summary>
/// The file of a store: one connection that writes and one that reads, each used by one thread at a time. A file that cannot be read is set aside and
/// begun anew: what is kept here helps people to see, and must not keep the agent from working.
/// </summary>
internal sealed class StoreFile : IDisposable
{
    private readonly StoreSchema _schema;
    private readonly IPlaneStoreEvents _events;
    private readonly string _path;
    private readonly Lock _writing = new();
    private readonly Lock _reading = new();
    private SqliteConnection _writer;
    private SqliteConnection _reader;
    private volatile bool _closed;

    private StoreFile(string path, StoreSchema schema, IPlaneStoreEvents events)
    {
        (_path, _schema, _events) = (path, schema, events);
        try
        {
            _writer = schema.Connect(path);
        }
        catch (Exception damage) when (damage.IsDamage())
        {
            SetAside(damage);
            _writer = schema.Connect(path);
        }
        _reader = schema.Connect(path);
    }

    /// <summary>Opens or makes the file.</summary>
    /// <exception cref="PlaneStoreException">The directory or file cannot be used.</exception>
    public static StoreFile Open(PlaneStoreOptions options, StoreSchema schema, IPlaneStoreEvents events)
    {
        if (options.Problems() is { Count: > 0 } problems) throw new PlaneStoreException(string.Join(' ', problems));
        try
        {
            Directory.CreateDirectory(options.Directory);
            var file = new StoreFile(Path.Combine(options.Directory, $"{schema.Name}.db"), schema, events);
            options.Opened?.Invoke(file._writer);
            return file;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw new PlaneStoreException($"The store of {schema.Name} cannot be opened; its directory must be one the agent may write to, with room left.", failure);
        }
    }

    /// <summary>Writes all of it or nothing.</summary>
    /// <exception cref="PlaneStoreException">Nothing was written: there is no room, or the disk fails.</exception>
    public T Write<T>(Func<SqliteConnection, T> write)
    {
        lock (_writing)
        {
            RefuseClosed();
            try
            {
                return InTransaction(write);
            }
            catch (SqliteException damage) when (damage.IsDamage())
            {
                BeginAnew(damage);
                return Guarded(() => InTransaction(write));
            }
            catch (SqliteException failure)
            {
                throw Unusable(failure);
            }
        }
    }

    /// <summary>Reads what was written before.</summary>
    /// <exception cref="PlaneStoreException">The disk fails, or the file is damaged; the next write begins it anew.</exception>
    public T Read<T>(Func<SqliteConnection, T> read)
    {
        lock (_reading) return Guarded(() => read(_reader));
    }

    /// <summary>Bytes in use.</summary>
    public static long SizeOf(SqliteConnection connection) =>
        (connection.Number("pragma page_count") - connection.Number("pragma freelist_count")) * connection.Number("pragma page_size");

    /// <summary>Gives room that is free back to the disk.</summary>
    public void GiveBack()
    {
        lock (_writing) Guarded(() => _writer.Execute("pragma incremental_vacuum"));
    }

    public void Dispose()
    {
        _closed = true;
        lock (_writing) _writer.Dispose();
        lock (_reading) _reader.Dispose();
    }

    private T InTransaction<T>(Func<SqliteConnection, T> write)
    {
        using var transaction = _writer.BeginTransaction(deferred: false);
        var result = write(_writer);
        transaction.Commit();
        return result;
    }

    private void RefuseClosed()
    {
        if (_closed) throw new PlaneStoreException($"The store of {_schema.Name} was closed just now.");
    }

    private T Guarded<T>(Func<T> act)
    {
        RefuseClosed();
        try
        {
            return act();
        }
        catch (SqliteException failure)
        {
            throw Unusable(failure);
        }
    }

    private PlaneStoreException Unusable(SqliteException failure) =>
        new($"The store of {_schema.Name} cannot be used now (SQLite error {failure.SqliteErrorCode}); see that its disk has room and works.", failure);

    private void BeginAnew(SqliteException damage)
    {
        lock (_reading)
        {
            _reader.Dispose();
            _writer.Dispose();
            SetAside(damage);
            _writer = _schema.Connect(_path);
            _reader = _schema.Connect(_path);
        }
    }

    // One such file is kept for whoever wants to look; more would fill the disk.
    private void SetAside(Exception why)
    {
        var aside = $"{_path}.damaged";
        File.Move(_path, aside, overwrite: true);
        File.Delete($"{_path}-wal");
        File.Delete($"{_path}-shm");
        _events.SetAside(aside, why);
    }
}
