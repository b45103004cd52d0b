using Microsoft.Extensions.Logging.Abstractions;
using Pdp.ControlStub.Hosting.Settings;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Store.Postgres;
using Pdp.ControlStub.Store.Sqlite;

namespace Pdp.ControlStub.Backup;

/// <summary>A store without a control plane before it.</summary>
internal static class OfflineStore
{
    /// <summary>Opens it.</summary>
    /// <param name="file">The SQLite file.</param>
    /// <param name="connectionFile">A file that holds the connection of a PostgreSQL database, which is meant instead; null for none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreException">It cannot be used.</exception>
    public static async Task<IControlStore> OpenAsync(string file, string? connectionFile, TimeProvider time, CancellationToken cancellationToken) =>
        connectionFile is null
            ? SqliteControlStore.Open(file, new StoreLimits(), time)
            : await PostgresControlStore.OpenAsync(
                new PostgresOptions { Connection = StoreReader.Read(connectionFile) }, new StoreLimits(), time, NullLoggerFactory.Instance, cancellationToken);
}
