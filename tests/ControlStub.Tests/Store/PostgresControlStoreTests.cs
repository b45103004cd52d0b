using System.Data.Common;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Store.Postgres;
using Pdp.ControlStub.Store.Sql.Schema;
using Pdp.Testing.Postgres;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Pdp.ControlStub.Tests.Store;

public sealed class PostgresControlStoreTests(PostgresServer server) : ControlStoreTests
{
    private PostgresOptions? _options;

    internal override async Task<IControlStore> OpenAsync(StoreLimits limits)
    {
        Assert.SkipUnless(server.IsInstalled, PostgresServer.NotInstalled);
        _options ??= new PostgresOptions { Connection = await server.NewDatabaseAsync(Cancel), PoolSize = 4 };
        return await PostgresControlStore.OpenAsync(_options, limits, Time, NullLoggerFactory.Instance, Cancel);
    }

    internal override IReadOnlyList<SchemaVersion> Versions => PostgresControlStore.Versions;

    internal override async Task<DbConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(_options!.Connection + ";Pooling=false");
        await connection.OpenAsync(Cancel);
        return connection;
    }

    internal override ValueTask CleanAsync() => ValueTask.CompletedTask;
}
