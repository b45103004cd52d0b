using Microsoft.Data.Sqlite;

namespace Pdp.PlaneStore.Files;

/// <summary>The tables of a store's file.</summary>
/// <param name="Name">Of the store, and of its file.</param>
/// <param name="ApplicationId">A number of our own, so that a file of another program is not taken for the store's.</param>
/// <param name="Version">Of the tables: a file of a later version is not touched.</param>
/// <param name="Tables">What makes them.</param>
internal sealed record StoreSchema(string Name, int ApplicationId, int Version, string Tables)
{
    /// <summary>Opens the file, and makes the tables in an empty one.</summary>
    /// <exception cref="SqliteException">It cannot be opened, or is damaged.</exception>
    /// <exception cref="InvalidDataException">It is no file of this store and version.</exception>
    public SqliteConnection Connect(string path)
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 10 }.ToString());
        try
        {
            connection.Open();
            // Before there are pages. A loss of power may take the last transactions, never the file.
            connection.Execute("pragma auto_vacuum = incremental; pragma journal_mode = wal; pragma synchronous = normal; pragma journal_size_limit = 8388608");
            if (connection.Number("select count(*) from sqlite_master") == 0) Create(connection);
            if (connection.Number("pragma application_id") != ApplicationId || connection.Number("pragma user_version") != Version)
                throw new InvalidDataException("It is no file of this store, or one of another version.");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Create(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        connection.Execute($"{Tables} pragma application_id = {ApplicationId}; pragma user_version = {Version}");
        transaction.Commit();
    }
}
