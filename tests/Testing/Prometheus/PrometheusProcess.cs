using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Pdp.Testing.Prometheus;

/// <summary>A Prometheus of the tests' own: Debian's program, its data in a temporary folder, on a free port. Gone when disposed.</summary>
public sealed class PrometheusProcess : IAsyncDisposable
{
    /// <summary>Why a test is skipped where there is none.</summary>
    public const string NotInstalled = "Prometheus is not installed: apt-get install prometheus.";

    private const string Program = "/usr/bin/prometheus";
    private const string Promtool = "/usr/bin/promtool";

    private readonly TempDirectory _directory = new();
    private Process? _process;

    private PrometheusProcess(int port) => Address = new Uri($"http://127.0.0.1:{(port > 0 ? port : FreePort())}/");

    /// <summary>Whether there is one on this machine.</summary>
    public static bool IsInstalled => File.Exists(Program) && File.Exists(Promtool);

    /// <summary>Where it is.</summary>
    public Uri Address { get; }

    /// <summary>Starts one, and waits until it answers.</summary>
    /// <param name="scraped">Its <c>scrape_configs</c>, a YAML list; empty for nothing. Each second, unless a job says otherwise.</param>
    /// <param name="history">What it knows already, in the OpenMetrics format with times; null for nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="port">Where it listens, for whoever has to know before; 0 for a free one.</param>
    public static async Task<PrometheusProcess> StartAsync(string scraped, string? history, CancellationToken cancellationToken, int port = 0)
    {
        var one = new PrometheusProcess(port);
        try
        {
            if (history is not null) await one.ImportAsync(history, cancellationToken);
            var config = one._directory.Write(
                "prometheus.yml", $"global: {{ scrape_timeout: 1s, scrape_interval: 1s }}\n{(scraped.Length == 0 ? "" : $"scrape_configs:\n{scraped}")}\n");
            one._process = Start(
                Program, $"--config.file={config}", $"--storage.tsdb.path={one.Data}", "--storage.tsdb.retention.time=100y",
                $"--web.listen-address={one.Address.Authority}", "--log.level=error");
            using var client = new HttpClient();
            await Eventually.TrueAsync(() => IsReadyAsync(client, one.Address), TimeSpan.FromMinutes(1), cancellationToken: cancellationToken);
            return one;
        }
        catch
        {
            await one.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
        _directory.Dispose();
    }

    private string Data => _directory.Combine("data");

    private async Task ImportAsync(string history, CancellationToken cancellationToken)
    {
        var file = _directory.Write("history.om", history);
        using var import = Start(Promtool, "tsdb", "create-blocks-from", "openmetrics", "--quiet", file, Data);
        await import.WaitForExitAsync(cancellationToken);
        if (import.ExitCode != 0) throw new InvalidOperationException($"promtool ended with {import.ExitCode}: is the history OpenMetrics?");
    }

    private static Process Start(string program, params IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = false, RedirectStandardOutput = false })!;

    private static async Task<bool> IsReadyAsync(HttpClient client, Uri address)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(address, "-/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
