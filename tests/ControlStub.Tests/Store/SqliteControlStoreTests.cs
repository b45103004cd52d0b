using Microsoft.Data.Sqlite;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Store.Sqlite;
using Pdp.Testing;

namespace Pdp.ControlStub.Tests.Store;

public sealed class SqliteControlStoreTests : ControlStoreTests
{
    private readonly TempDirectory _directory = new();

    private string Path => _directory.Combine("control.db");

    internal override Task<IControlStore> OpenAsync(StoreLimits limits) =>
        Task.FromResult<IControlStore>(SqliteControlStore.Open(Path, limits, Time));

    internal override ValueTask CleanAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_refused_and_left_alone()
    {
        await Store.DisposeAsync();
        await using (var raw = new SqliteConnection($"Data Source={Path};Pooling=False"))
        {
            await raw.OpenAsync(Cancel);
            await using var command = raw.CreateCommand();
            command.CommandText = "insert into schema_versions values (9999, 0)";
            await command.ExecuteNonQueryAsync(Cancel);
        }

        var e = Assert.Throws<StoreException>(() => SqliteControlStore.Open(Path, new StoreLimits(), Time));
        Assert.Contains("9999", e.Message);
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
        await using var database = SqliteDatabase.Open(_directory.Combine("group.db"), Time);
        await database.Writer.RunAsync(scope => scope.Execute("create table t (n integer unique)"), Cancel);
        // The first one holds the writer, so that the others wait and share one transaction.
        using var gate = new ManualResetEventSlim();
        var holding = database.Writer.RunAsync(_ => gate.Wait(TimeSpan.FromSeconds(10)), Cancel);
        var good = database.Writer.RunAsync(scope => scope.Execute("insert into t values (1)"), Cancel);
        var bad = database.Writer.RunAsync(
            scope => scope.Execute("insert into t values (2)") + scope.Execute("insert into t values (1)"), Cancel);
        var alsoGood = database.Writer.RunAsync(scope => scope.Execute("insert into t values (3)"), Cancel);
        gate.Set();
        await Task.WhenAll(holding, good, alsoGood);
        await Assert.ThrowsAsync<SqliteException>(() => bad);
        Assert.Equal(
            4L, await database.Writer.RunAsync(scope => scope.Scalar<long>("select sum(n) from t"), Cancel));
    }
}
