using System.CommandLine;
using Pdp.ControlStub.Backup;
using Pdp.ControlStub.Hosting;
using Pdp.ControlStub.Hosting.Settings;

namespace Pdp.ControlStub.Cli;

/// <summary><c>pdp-control restore</c>.</summary>
internal static class RestoreCommand
{
    private const string Description =
        "Restores a backup into a data directory from which no control plane serves, or into a PostgreSQL database over which none does: wholly or "
        + "not at all. The checksum is verified first; files that are replaced are kept in a folder.";

    public static Command Create()
    {
        var from = new Option<string>("--from") { HelpName = "FILE", Description = "The backup.", Required = true };
        var data = new Option<string?>("--data") { HelpName = "DIRECTORY", Description = "Where to; made where there is none. Default: as for serve." };
        var passphrase = new Option<string?>("--passphrase-file") { HelpName = "FILE", Description = "A file with the passphrase that seals the keys. Without it they are left sealed." };
        var newKeys = new Option<bool>("--new-keys") { Description = "The private keys are lost: the next start makes new ones, the old public ones only verify. Every plane needs a new bundle then." };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace what is there." };
        var postgres = BackupCommand.PostgresOption();
        var command = new Command("restore", Description) { from, data, passphrase, newKeys, overwrite, postgres };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(newKeys) && parsed.GetValue(passphrase) is not null)
                throw new CliException(ExitCodes.Usage, "--new-keys makes new keys and --passphrase-file restores the old ones: give one of them.");
            var options = new RestoreOptions
            {
                From = parsed.GetRequiredValue(from),
                Data = parsed.GetValue(data) ?? ProcessEnvironment.Read().GetValueOrDefault(ProcessEnvironment.Prefix + "DATA") ?? ProcessEnvironment.DefaultData,
                ConnectionFile = parsed.GetValue(postgres) ?? ProcessEnvironment.Read().GetValueOrDefault(ServeSettings.Postgres.Variable),
                Passphrase = parsed.GetValue(passphrase) is { } file ? Passphrase.Read(file) : null,
                Overwrite = parsed.GetValue(overwrite),
                NewKeys = parsed.GetValue(newKeys),
            };
            Print(await new Restorer(options, TimeProvider.System).RunAsync(cancellationToken), options);
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Print(RestoreReport report, RestoreOptions options)
    {
        Console.Out.WriteLine($"restored into {Path.GetFullPath(options.Data)}: a backup of {report.Backup.CreatedAt:u}, by pdp-control {report.Backup.Program}");
        Console.Out.WriteLine(string.Join(", ", report.Counts.Select(c => $"{c.Value} {c.Key}{(c.Value == 1 ? "" : Plural(c.Key))}")));
        if (report.Kept is { } kept)
            Console.Out.WriteLine($"what was there is kept in {Path.Combine(Path.GetFullPath(options.Data), kept)}");
        Console.Out.WriteLine("keys: " + report.Keys switch
        {
            RestoredKeys.Restored => "restored. Agents come back by themselves once it serves under its old address.",
            RestoredKeys.ToBeMade => "new ones are made at the next start. Then hand every plane a new bundle: pdp-control planes renew PLANE.",
            RestoredKeys.LeftSealed => "left sealed in the backup, for no --passphrase-file was given. " + NeedsFiles,
            _ => "not in the backup. " + NeedsFiles,
        });
        if (report.Keys is not RestoredKeys.Restored)
            Console.Out.WriteLine("admin token: not restored. Make a new one: pdp-control serve --new-admin-token.");
        Console.Out.WriteLine("planes may hold newer intents than the backup: see pdp-control planes held PLANE once they are connected.");
    }

    private const string NeedsFiles =
        "It serves only with the original intent-signing-key.pem, ca.key and ca.crt in the data directory; if they are lost, restore with --new-keys.";

    private static string Plural(string type) => type == "status" ? "es" : "s";
}
