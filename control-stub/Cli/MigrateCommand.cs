using System.CommandLine;
using Pdp.ControlStub.Hosting;
using Pdp.ControlStub.Hosting.Settings;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Store.Postgres;
using Pdp.ControlStub.Store.Sqlite;

namespace Pdp.ControlStub.Cli;

/// <summary><c>pdp-control migrate</c>: brings the store to another version of its schema.</summary>
internal static class MigrateCommand
{
    private const string Description =
        "Brings the store to a version of its schema: forward, or back before an older program is started again. 'serve' goes forward by itself. "
        + "A PostgreSQL database may be in use meanwhile; a data directory must not.";

    public static Command Create()
    {
        var to = new Option<int?>("--to") { HelpName = "VERSION", Description = "The version. Default: the newest this program knows." };
        var data = new Option<string?>("--data") { HelpName = "DIRECTORY", Description = "The data directory. Default: as for serve." };
        var postgres = new Option<string?>("--postgres-connection-file") { HelpName = "FILE", Description = "The PostgreSQL database, as for serve." };
        var command = new Command("migrate", Description) { to, data, postgres };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var environment = ProcessEnvironment.Read();
            try
            {
                var (before, now) = (parsed.GetValue(postgres) ?? environment.GetValueOrDefault(ServeSettings.Postgres.Variable)) is { } file
                    ? await PostgresAsync(file, parsed.GetValue(to), cancellationToken)
                    : Sqlite(parsed.GetValue(data) ?? environment.GetValueOrDefault(ServeSettings.Data.Variable) ?? ProcessEnvironment.DefaultData, parsed.GetValue(to));
                await Console.Out.WriteLineAsync(before == now ? $"schema {now}: nothing to do" : $"schema {before} -> {now}");
                return ExitCodes.Done;
            }
            catch (StoreException e)
            {
                throw new CliException(ExitCodes.CannotStart, e.Message);
            }
        });
        return command;
    }

    private static async Task<(int Before, int Now)> PostgresAsync(string file, int? to, CancellationToken cancellationToken)
    {
        var options = new PostgresOptions { Connection = StoreReader.Read(file) };
        var before = await PostgresControlStore.MigrateAsync(options, to, TimeProvider.System, cancellationToken);
        return (before, to ?? PostgresControlStore.Versions[^1].Number);
    }

    private static (int Before, int Now) Sqlite(string data, int? to)
    {
        if (!File.Exists(Path.Combine(data, DataDirectory.DatabaseFile)))
            throw new StoreException($"There is no database in {data}. Name the data directory with --data.");
        using var directory = DataDirectory.Open(data);
        var before = SqliteDatabase.Migrate(directory.Database, to, TimeProvider.System);
        return (before, to ?? SqliteDatabase.Versions[^1].Number);
    }
}
