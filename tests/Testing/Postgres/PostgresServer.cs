namespace Pdp.Testing.Postgres;

/// <summary>
/// A PostgreSQL server of the tests' own: Debian's programs, a data directory and a socket in a temporary folder, no port. Started with
/// the first database asked for; gone when disposed, or when this process dies. It forgets everything when the machine loses power.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>Why a test is skipped where there is no PostgreSQL.</summary>
    public const string NotInstalled = "PostgreSQL is not installed: apt-get install postgresql.";

    private const string User = "pdp";

    // Commits reach the system, so that they outlive a killed server, but not the disk; and several processes bring pools of their own.
    private const string Settings =
        "-c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=300 -c shared_buffers=32MB";

    private readonly TempDirectory _directory = new();
    private readonly SemaphoreSlim _starting = new(1);
    private readonly PostgresPrograms? _programs = PostgresPrograms.Find();
    private PostgresProcess? _process;
    private int _databases;

    /// <summary>Whether there are programs to run.</summary>
    public bool IsInstalled => _programs is not null;

    private string Data => _directory.Combine("data");

    /// <summary>A new, empty database.</summary>
    /// <returns>Its connection string, as Npgsql writes it.</returns>
    public async Task<string> NewDatabaseAsync(CancellationToken cancellationToken = default)
    {
        await StartAsync(cancellationToken);
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await _programs!.RunAsync("createdb", ["-h", _directory.Path, "-U", User, name], cancellationToken);
        return $"Host={_directory.Path};Username={User};Database={name}";
    }

    /// <summary>Runs a statement in a database, as its administrator would.</summary>
    public Task ExecuteAsync(string database, string sql, CancellationToken cancellationToken = default) =>
        _programs!.RunAsync("psql", ["-h", _directory.Path, "-U", User, "-d", database, "-v", "ON_ERROR_STOP=1", "-c", sql], cancellationToken);

    /// <summary>Starts the server, if it does not run.</summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            if (_process is not null)
                return;
            if (!Directory.Exists(Data))
            {
                await _programs!.OwnAsync(_directory.Path, cancellationToken);
                await _programs.RunAsync(
                    "initdb", ["-D", Data, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"], cancellationToken);
            }

            _process = _programs!.Start($"-D {Data} -k {_directory.Path} {Settings}");
            await Eventually.TrueAsync(
                async () => await _programs.AnswersAsync("pg_isready", ["-h", _directory.Path], cancellationToken),
                TimeSpan.FromSeconds(60),
                cancellationToken: cancellationToken);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Stops the server at once, as a crash does; what was committed is there again after the next start.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
            await process.KillAsync();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _directory.Dispose();
        _starting.Dispose();
    }
}
