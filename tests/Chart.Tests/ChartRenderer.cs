using System.Diagnostics;
using System.Reflection;

namespace Pdp.Chart.Tests;

/// <summary>Renders the charts with Renderer/render.go, built once per test run with Debian's Go libraries.</summary>
public sealed class ChartRenderer : IAsyncLifetime
{
    private const string GoPath = "/usr/share/gocode";
    private readonly string _directory = Directory.CreateTempSubdirectory("pdp-chart-").FullName;

    public static string RepositoryRoot { get; } = typeof(ChartRenderer).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    private static bool GoIsThere => File.Exists("/usr/bin/go") && Directory.Exists($"{GoPath}/src/github.com/Masterminds/sprig");

    public async ValueTask InitializeAsync()
    {
        if (!GoIsThere) return;
        var source = Path.Combine(RepositoryRoot, "tests", "Chart.Tests", "Renderer", "render.go");
        var (code, _, error) = await RunAsync("/usr/bin/go", ["build", "-o", Path.Combine(_directory, "render"), source]);
        Assert.True(code == 0, error);
    }

    /// <summary>What `helm template` would print, or why it would refuse.</summary>
    public async Task<(int Code, string Output, string Error)> RenderAsync(string? values = null)
    {
        Assert.SkipUnless(GoIsThere, "needs golang-go and golang-github-masterminds-sprig-dev; .ci/run installs them");
        var chart = Path.Combine(RepositoryRoot, "helm", "pdp-agent");
        List<string> arguments = [chart, "pdp-agent", "pdp-system"];
        if (values is not null)
        {
            var file = Path.Combine(_directory, $"{Guid.NewGuid():N}.yaml");
            await File.WriteAllTextAsync(file, values, TestContext.Current.CancellationToken);
            arguments.Add(file);
        }
        return await RunAsync(Path.Combine(_directory, "render"), arguments);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["GO111MODULE"] = "off";
        start.Environment["GOPATH"] = GoPath;
        start.Environment["GOCACHE"] = Path.Combine(_directory, "cache");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
