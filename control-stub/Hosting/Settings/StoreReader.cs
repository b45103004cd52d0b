using Pdp.ControlStub.Backup;
using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Store.Postgres;

namespace Pdp.ControlStub.Hosting.Settings;

/// <summary>Reads the settings of the store, whose secrets are in files: what stands on a command line is seen by all.</summary>
internal static class StoreReader
{
    /// <summary>The PostgreSQL database; null when none was told, or it cannot be read.</summary>
    public static PostgresOptions? Postgres(SettingValues values)
    {
        if (values.Text(ServeSettings.Postgres) is not { } path)
            return null;
        try
        {
            var connection = Read(path);
            PostgresAddress.Parse(connection);
            var defaults = new PostgresOptions { Connection = connection };
            return defaults with
            {
                PoolSize = values.Number(ServeSettings.PostgresPool, defaults.PoolSize),
                TimeoutSeconds = values.Number(ServeSettings.PostgresTimeout, defaults.TimeoutSeconds),
            };
        }
        catch (StoreException e)
        {
            values.Wrong(ServeSettings.Postgres, e.Message);
            return null;
        }
    }

    /// <summary>What seals the keys; null when none was told, or it cannot be read.</summary>
    public static string? Passphrase(SettingValues values)
    {
        try
        {
            return values.Text(ServeSettings.KeysPassphrase) is { } path ? Backup.Passphrase.Read(path) : null;
        }
        catch (BackupException e)
        {
            values.Wrong(ServeSettings.KeysPassphrase, e.Message);
            return null;
        }
    }

    /// <summary>Reads a connection from a file of its owner's.</summary>
    /// <exception cref="StoreException">It cannot be read, or others may read it.</exception>
    public static string Read(string path)
    {
        try
        {
            return PrivateFile.IsOpenToOthers(path)
                ? throw new StoreException($"{path} may be read by others: set its mode to 0600")
                : File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{path} cannot be read", e);
        }
    }
}
