using System.CommandLine;
using Pdp.ControlStub.Backup;
using Pdp.ControlStub.Cli.Client;
using Pdp.ControlStub.Hosting;
using Pdp.ControlStub.Hosting.Settings;

namespace Pdp.ControlStub.Cli;

/// <summary><c>pdp-control backup</c>.</summary>
internal static class BackupCommand
{
    private const string Description =
        "Writes everything a control plane must not lose into one file: of a running one through its API, of a stopped one from its data "
        + "directory. The file appears under its name only once it is whole. Keep it as private as the data directory.";

    public static Command Create()
    {
        var client = new ClientOptions();
        var output = new Option<string>("--out", "-o") { HelpName = "FILE", Description = "The file to write; one that is there is replaced.", Required = true };
        var withKeys = new Option<bool>("--with-keys") { Description = "Also the private keys of --data, sealed with the passphrase. Without them a restored control plane needs the original key files." };
        var passphrase = new Option<string?>("--passphrase-file") { HelpName = "FILE", Description = "A file only you can read, with a passphrase of 12 characters or more." };
        var postgres = PostgresOption();
        var command = new Command("backup", Description) { output, withKeys, passphrase, postgres };
        client.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(withKeys) != (parsed.GetValue(passphrase) is not null))
                throw new CliException(ExitCodes.Usage, "--with-keys and --passphrase-file must be given together.");
            var data = client.DataDirectory(parsed);
            var keys = parsed.GetValue(passphrase) is { } file ? new KeysToSeal(KeyFiles.Read(data), Passphrase.Read(file)) : null;
            var path = parsed.GetRequiredValue(output);
            var connection = parsed.GetValue(postgres) ?? ProcessEnvironment.Read().GetValueOrDefault(ServeSettings.Postgres.Variable);
            var isStopped = File.Exists(Path.Combine(data, DataDirectory.DatabaseFile)) && !DataDirectory.IsHeld(data);
            var (from, write) = connection is not null ? ("the database", FromDatabaseAsync)
                : isStopped && !client.NamesServer(parsed) ? (data, FromDirectoryAsync)
                : ("the running control plane", (Func<Stream, Task>)FromServerAsync);
            await BackupFile.WriteAsync(path, write);
            await Console.Out.WriteLineAsync($"{path}: {new FileInfo(path).Length} bytes, read from {from}");
            await Console.Out.WriteLineAsync(keys is null
                ? "keys: not in it. Keep intent-signing-key.pem, ca.key and ca.crt of the data directory too: without them no agent trusts a restored control plane."
                : "keys: in it, sealed. Keep the passphrase in another place.");
            return ExitCodes.Done;

            Task FromDatabaseAsync(Stream stream) => WriteStoreAsync("", connection, stream, keys, cancellationToken);

            async Task FromDirectoryAsync(Stream stream)
            {
                using var directory = DataDirectory.Open(data);
                await WriteStoreAsync(directory.Database, null, stream, keys, cancellationToken);
            }

            async Task FromServerAsync(Stream stream)
            {
                using var server = client.Connect(parsed);
                await CopyAsync(server, stream, keys, cancellationToken);
            }
        });
        return command;
    }

    /// <summary>Names a PostgreSQL database as <c>serve</c> does.</summary>
    public static Option<string?> PostgresOption() => new("--postgres-connection-file")
    {
        HelpName = "FILE",
        Description = "A file only you can read, with the connection of the PostgreSQL database that holds the store, as for serve.",
    };

    private static async Task WriteStoreAsync(
        string file, string? connectionFile, Stream output, KeysToSeal? keys, CancellationToken cancellationToken)
    {
        await using var store = await OfflineStore.OpenAsync(file, connectionFile, TimeProvider.System, cancellationToken);
        var source = BackupSource.Of(store, TimeProvider.System, cancellationToken);
        await BackupWriter.WriteAsync(output, source.Header, source.Records, keys, cancellationToken);
    }

    private static async Task CopyAsync(
        ApiClient server, Stream output, KeysToSeal? keys, CancellationToken cancellationToken)
    {
        using var response = await server.StreamAsync("/api/v1/backup", BackupFormat.MediaType, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var reader = new BackupReader(body, cancellationToken);
        var source = await BackupSource.OfAsync(reader);
        await BackupWriter.WriteAsync(output, source.Header, source.Records, keys, cancellationToken);
    }
}
