using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json;
using Pdp.Standin.Http;

namespace Pdp.Standin.Roles;

/// <summary>
/// The database: a line-based store over TCP. <c>PING</c> answers <c>PONG release</c>, <c>PUT key value</c> answers <c>OK</c>,
/// <c>LIST prefix</c> answers one line per value, then a dot. What was put outlives a restart when the data directory does.
/// </summary>
internal sealed class DatabaseRole(string? dataFile, string release)
{
    private const string MountedAt = "/var/lib/postgresql/data";
    private readonly ConcurrentDictionary<string, string> _rows = new(StringComparer.Ordinal);
    private readonly Lock _file = new();

    public static async Task<int> RunAsync(StandinOptions options, CancellationToken stopping)
    {
        var directory = options.Text("data-directory") ?? MountedDirectory(options.Text("pdp-mounts"));
        var database = new DatabaseRole(directory is null ? null : Path.Combine(directory, "rows.txt"), options.Release);
        database.Load();
        using var listener = HttpServer.Listen(options.Host, options.Port(5432));
        Console.WriteLine($"database {options.Release}: ready on {listener.LocalEndPoint}, {database._rows.Count} rows");
        try
        {
            while (true)
            {
                var client = await listener.AcceptAsync(stopping);
                _ = Task.Run(() => database.ConverseAsync(client, stopping), CancellationToken.None);
            }
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("database: stopped");
            return 0;
        }
    }

    private static string? MountedDirectory(string? mounts)
    {
        if (mounts is null) return null;
        using var document = JsonDocument.Parse(mounts);
        return document.RootElement.TryGetProperty(MountedAt, out var directory) ? directory.GetString() : null;
    }

    private async Task ConverseAsync(Socket client, CancellationToken stopping)
    {
        try
        {
            await using var stream = new NetworkStream(client, ownsSocket: true);
            using var reader = new StreamReader(stream);
            await using var writer = new StreamWriter(stream) { AutoFlush = true };
            while (await reader.ReadLineAsync(stopping) is { } line) await writer.WriteLineAsync(Answer(line).AsMemory(), stopping);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // The client went away, or the server stops.
        }
    }

    internal string Answer(string line)
    {
        var words = line.Split(' ', 3);
        switch (words)
        {
            case ["PING", ..]:
                return $"PONG {release}";
            case ["PUT", var key, var value]:
                Store(key, value);
                return "OK";
            case ["LIST", var prefix, ..]:
                var rows = _rows.Where(row => row.Key.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(row => row.Key, StringComparer.Ordinal);
                return string.Concat(rows.Select(row => row.Value + "\n")) + ".";
            default:
                return "ERROR unknown command";
        }
    }

    private void Store(string key, string value)
    {
        lock (_file)
        {
            _rows[key] = value;
            if (dataFile is not null) File.AppendAllText(dataFile, $"{key} {value}\n");
        }
    }

    private void Load()
    {
        if (dataFile is null || !File.Exists(dataFile)) return;
        foreach (var line in File.ReadLines(dataFile))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space > 0) _rows[line[..space]] = line[(space + 1)..];
        }
    }
}
