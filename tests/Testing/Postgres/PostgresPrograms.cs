using System.Diagnostics;

namespace Pdp.Testing.Postgres;

/// <summary>The programs of an installed PostgreSQL, run as somebody who may: the server refuses root.</summary>
internal sealed class PostgresPrograms
{
    private const string DebianFolder = "/usr/lib/postgresql";

    private readonly string _folder;

    // Empty where we are not root.
    private readonly string[] _as;
    private readonly string? _user;

    private PostgresPrograms(string folder)
    {
        _folder = folder;
        _user = Environment.UserName == "root" ? (File.ReadLines("/etc/passwd").Any(l => l.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody") : null;
        _as = _user is null ? [] : ["setpriv", $"--reuid={_user}", $"--regid={(_user == "nobody" ? "nogroup" : _user)}", "--clear-groups", "--"];
    }

    /// <summary>The newest there is; null where there is none.</summary>
    public static PostgresPrograms? Find() =>
        Directory.Exists(DebianFolder)
        && Directory.EnumerateDirectories(DebianFolder).Where(v => File.Exists(Path.Combine(v, "bin", "initdb")))
            .MaxBy(v => int.TryParse(Path.GetFileName(v), out var version) ? version : 0) is { } newest
            ? new PostgresPrograms(Path.Combine(newest, "bin"))
            : null;

    /// <summary>Gives a folder to whoever the programs run as.</summary>
    public Task OwnAsync(string folder, CancellationToken cancellationToken) =>
        _user is null ? Task.CompletedTask : RunAsync(["chown", _user, folder], cancellationToken);

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has what it said.</exception>
    public Task RunAsync(string program, string[] arguments, CancellationToken cancellationToken) =>
        RunAsync([.. _as, Path.Combine(_folder, program), .. arguments], cancellationToken);

    /// <summary>Whether a program ends well.</summary>
    public async Task<bool> AnswersAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(program, arguments, cancellationToken);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Starts the server. It ends when our end of its input is closed, so that it does not outlive us.</summary>
    public PostgresProcess Start(string arguments)
    {
        var script = $"'{_folder}/postgres' {arguments} >/dev/null 2>&1 & server=$!; cat >/dev/null; kill -QUIT $server; wait $server";
        return new PostgresProcess(Start([.. _as, "sh", "-c", script]));
    }

    private static async Task RunAsync(string[] command, CancellationToken cancellationToken)
    {
        using var process = Start(command);
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}: {await output}{await errors}");
    }

    private static Process Start(string[] command) => Process.Start(new ProcessStartInfo(command[0], command[1..])
    {
        WorkingDirectory = "/",
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
