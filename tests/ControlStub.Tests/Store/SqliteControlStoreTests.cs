using System.Data.Common;
using Microsoft.Data.Sqlite;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Store.Sql.Schema;
using Pdp.ControlStub.Store.Sqlite;
using Pdp.Testing;

namespace Pdp.ControlStub.Tests.Store;

public sealed class SqliteControlStoreTests : ControlStoreTests
{
    private readonly TempDirectory _directory = new();

    private string Path => _directory.Combine("control.db");

    internal override Task<IControlStore> OpenAsync(StoreLimits limits) =>
        Task.FromResult<IControlStore>(SqliteControlStore.Open(Path, limits, Time));

    internal override IReadOnlyList<SchemaVersion> Versions => SqliteDatabase.Versions;

    internal override async Task<DbConnection> ConnectAsync()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        await connection.OpenAsync(Cancel);
        return connection;
    }

    internal override ValueTask CleanAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_damaged_file_is_refused_with_a_reason()
    {
        await Store.DisposeAsync();
        await File.WriteAllTextAsync(Path, new string('x', 8192), Cancel);
        var e = Assert.Throws<StoreException>(() => SqliteControlStore.Open(Path, new StoreLimits(), Time));
        Assert.Contains("SQLite error", e.Message);
    }

    [Fact]
    public async Task A_change_that_fails_takes_back_only_itself()
    {
        await using var database = SqliteDatabase.Open(_directory.Combine("group.db"), new StoreLimits(), Time);
        await database.WriteAsync(scope => scope.ExecuteAsync("create table t (n integer unique)"), Cancel);
        // The first one holds the writer, so that the others wait and share one transaction.
        using var gate = new ManualResetEventSlim();
        var holding = database.WriteAsync(_ => Task.FromResult(gate.Wait(TimeSpan.FromSeconds(10))), Cancel);
        var good = database.WriteAsync(scope => scope.ExecuteAsync("insert into t values (1)"), Cancel);
        var bad = database.WriteAsync(
            async scope => await scope.ExecuteAsync("insert into t values (2)") + await scope.ExecuteAsync("insert into t values (1)"), Cancel);
        var alsoGood = database.WriteAsync(scope => scope.ExecuteAsync("insert into t values (3)"), Cancel);
        gate.Set();
        await Task.WhenAll(holding, good, alsoGood);
        await Assert.ThrowsAsync<SqliteException>(() => bad);
        Assert.Equal(
            4L, await database.WriteAsync(scope => scope.ScalarAsync<long>("select sum(n) from t"), Cancel));
    }
}
