using Microsoft.Extensions.Logging.Abstractions;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Store.Postgres;
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

    internal override ValueTask CleanAsync() => ValueTask.CompletedTask;
}
