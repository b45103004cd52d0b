using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Pdp.Testing;

namespace Pdp.Observability.Tests.Prometheus;

/// <summary>A Prometheus of the tests' own: Debian's program, its data in a temporary folder, on a free port. Gone when disposed.</summary>
internal sealed class PrometheusProcess : IAsyncDisposable
{
    /// <summary>Why a test is skipped where there is none.</summary>
    public const string NotInstalled = "Prometheus is not installed: apt-get install prometheus.";

    private const string Program = "/usr/bin/prometheus";
    private const string Promtool = "/usr/bin/promtool";

    private readonly TempDirectory _directory = new();
    private Process? _process;

    public static bool IsInstalled => File.Exists(Program) && File.Exists(Promtool);

    public Uri Address { get; private set; } = null!;

    /// <summary>Starts one.</summary>
    /// <param name="history">What it knows already, in the OpenMetrics format with times.</param>
    /// <param name="target">What it scrapes each second, trusting the labels it finds; null for nothing.</param>
    public static async Task<PrometheusProcess> StartAsync(string history, Uri? target = null)
    {
        var one = new PrometheusProcess();
        var file = one._directory.Write("history.om", history);
        using (var import = Start(Promtool, "tsdb", "create-blocks-from", "openmetrics", "--quiet", file, one._directory.Combine("data")))
        {
            await import.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, import.ExitCode);
        }
        var scraped = target is null ? "" : $$"""
            scrape_configs:
              - job_name: pods
                honor_labels: true
                scrape_interval: 1s
                static_configs: [{ targets: ["{{target.Authority}}"] }]
            """;
        var config = one._directory.Write("prometheus.yml", $"global: {{ scrape_timeout: 1s, scrape_interval: 1s }}\n{scraped}\n");
        one.Address = new Uri($"http://127.0.0.1:{FreePort()}/");
        one._process = Start(
            Program, $"--config.file={config}", $"--storage.tsdb.path={one._directory.Combine("data")}", "--storage.tsdb.retention.time=100y",
            $"--web.listen-address={one.Address.Authority}", "--log.level=error");
        using var client = new HttpClient();
        await Eventually.TrueAsync(() => IsReadyAsync(client, one.Address), TimeSpan.FromMinutes(1), cancellationToken: TestContext.Current.CancellationToken);
        return one;
    }

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
