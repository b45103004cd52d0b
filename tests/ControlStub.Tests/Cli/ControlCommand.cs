using System.Diagnostics;
using Pdp.ControlStub.Cli;

namespace Pdp.ControlStub.Tests.Cli;

/// <summary>The program as a process.</summary>
internal static class ControlCommand
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Runs it; it must be done.</summary>
    public static Task<(string Out, string Error)> RunAsync(params string[] arguments) => EndAsync(ExitCodes.Done, arguments);

    /// <summary>Runs it; it must end with that code.</summary>
    public static async Task<(string Out, string Error)> EndAsync(int exitCode, params string[] arguments)
    {
        using var process = Start(arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Cancel), process.StandardError.ReadToEndAsync(Cancel));
        await process.WaitForExitAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancel);
        var told = (await output, await error);
        Assert.True(process.ExitCode == exitCode, $"{string.Join(' ', arguments)} ended with {process.ExitCode}:\n{told}");
        return told;
    }

    /// <summary>Starts it.</summary>
    public static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "pdp-control.exe" : "pdp-control"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        })!;
}
