using Pdp.Testing;
using Pdp.Testing.Postgres;

namespace Pdp.ControlStub.Tests.Several;

/// <summary>Three control planes over one new database, each in a process of its own; more on demand.</summary>
public sealed class SharedStore(PostgresServer server) : IAsyncLifetime
{
    private readonly TempDirectory _directory = new();
    private readonly List<StubProcess> _processes = [];
    private string[] _arguments = [];

    internal StubProcess A => _processes[0];

    internal StubProcess B => _processes[1];

    internal StubProcess C => _processes[2];

    public async ValueTask InitializeAsync()
    {
        if (!server.IsInstalled)
            return;
        _arguments =
        [
            "--postgres-connection-file", Secret("connection", await server.NewDatabaseAsync()),
            "--keys-passphrase-file", Secret("passphrase", "twelve characters and more"),
            "--postgres-pool", "6",
        ];
        // All at once over an empty database: one migrates and makes the keys, the others wait and find them.
        _processes.AddRange(await Task.WhenAll(Enumerable.Range(0, 3).Select(i => StartAsync($"data-{i}"))));
    }

    /// <summary>Starts another.</summary>
    internal Task<StubProcess> StartAsync(string name) => StubProcess.StartAsync(_directory.Combine(name), _arguments);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
        _directory.Dispose();
    }

    private string Secret(string name, string text)
    {
        var path = _directory.Write(name, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }
}
