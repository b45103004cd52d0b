using System.Diagnostics;
using System.Text;
using Pdp.Testing;

namespace Pdp.LocalCluster.Tests.Kubectl;

/// <summary>Runs the kubectl on the path with a home and a cache of its own, so that nothing of the machine's plays a part.</summary>
internal sealed class KubectlRunner(TempDirectory home, string kubeconfig, ITestOutputHelper output)
{
    private static readonly TimeSpan _longestRun = TimeSpan.FromSeconds(90);

    /// <summary>The program, or null where there is none. <c>PDP_TEST_KUBECTL</c> names another than the one on the path.</summary>
    public static string? Find()
    {
        var environment = new ProcessStartInfo().Environment;
        if (environment.TryGetValue("PDP_TEST_KUBECTL", out var named) && File.Exists(named))
            return named;
        return (environment.TryGetValue("PATH", out var path) ? path ?? "" : "").Split(Path.PathSeparator)
            .Select(d => Path.Combine(d, "kubectl")).FirstOrDefault(File.Exists);
    }

    /// <summary>Runs to the end, expects success, and gives what was printed.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var (code, text) = await TryAsync(arguments);
        Assert.True(code == 0, $"kubectl {string.Join(' ', arguments)} ended with {code}:\n{text}");
        return text;
    }

    /// <summary>Runs to the end; the exit code and what was printed on both outputs.</summary>
    public async Task<(int Code, string Text)> TryAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        using var limit = new CancellationTokenSource(_longestRun, TimeProvider.System);
        var texts = await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        var text = string.Concat(texts);
        output.WriteLine($"$ kubectl {string.Join(' ', arguments)}\n{text}");
        return (process.ExitCode, text);
    }

    /// <summary>Runs until a line holds, then ends it.</summary>
    public async Task<string> UntilAsync(Func<string, bool> wanted, params string[] arguments)
    {
        using var process = Start(arguments);
        using var limit = new CancellationTokenSource(_longestRun, TimeProvider.System);
        var seen = new StringBuilder();
        try
        {
            while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                seen.AppendLine(line);
                if (wanted(line))
                    return line;
            }
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            output.WriteLine($"$ kubectl {string.Join(' ', arguments)}\n{seen}");
        }
        throw new InvalidOperationException($"kubectl {string.Join(' ', arguments)} ended without the line that was waited for");
    }

    private Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo(Find()!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = home.Path };
        start.Environment["HOME"] = home.Path;
        start.Environment["KUBECONFIG"] = kubeconfig;
        start.Environment["KUBECACHEDIR"] = home.Combine("cache");
        start.Environment.Remove("KUBECTL_EXTERNAL_DIFF");
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}
