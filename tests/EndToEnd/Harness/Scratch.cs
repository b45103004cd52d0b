using Pdp.Story.Processes;

namespace Pdp.EndToEnd.Harness;

/// <summary>A directory and a guard of a test's own, and stand-in programs in it.</summary>
internal sealed class Scratch : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);
    private readonly List<ChildProcess> _processes = [];

    public OrphanGuard Guard { get; } = new();

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("pdp-harness-").FullName;

    /// <summary>Starts a shop's backend.</summary>
    /// <returns>The process and the port it listens on.</returns>
    public async Task<(ChildProcess Process, int Port)> BackendAsync(string release, CancellationToken ct, int port = 0)
    {
        string[] arguments = ["inventory", "--port", $"{port}", "--release", release];
        var process = Start(new ChildProcessOptions($"backend-{release}", Programs.Standin, arguments, Directory));
        var said = await process.LineAsync("inventory", StartLimit, ct);
        return (process, int.Parse(said.AsSpan(said.LastIndexOf(':') + 1)));
    }

    public ChildProcess Start(ChildProcessOptions options)
    {
        var process = ChildProcess.Start(options, Guard);
        _processes.Add(process);
        return process;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        Guard.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
