using System.ComponentModel;
using System.Diagnostics;
using Pdp.Kubernetes.Configuration;

namespace Pdp.Kubernetes.Credentials;

/// <summary>
/// Runs a credential plugin: nothing on its standard input, its complaints on this process's standard error, as kubectl does.
/// </summary>
internal static class ExecProcess
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private const int MaxOutput = 1024 * 1024;

    /// <exception cref="CredentialException">It does not start, fails, takes too long or prints too much.</exception>
    public static async Task<byte[]> RunAsync(ExecPlugin plugin, string execInfo, TimeProvider time, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(plugin.Command);
        using var process = Start(plugin, execInfo, name);
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            process.StandardInput.Close();
            var output = await ReadAsync(process.StandardOutput.BaseStream, name, either.Token);
            await process.WaitForExitAsync(either.Token);
            return process.ExitCode == 0
                ? output
                : throw new CredentialException($"The exec plugin {name} ended with code {process.ExitCode}; run it by hand to see why.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CredentialException($"The exec plugin {name} did not end within {Limit.TotalSeconds:0} s.");
        }
        finally
        {
            End(process);
        }
    }

    private static Process Start(ExecPlugin plugin, string execInfo, string name)
    {
        var start = new ProcessStartInfo(plugin.Command, plugin.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var (key, value) in plugin.Environment) start.Environment[key] = value;
        start.Environment["KUBERNETES_EXEC_INFO"] = execInfo;
        try
        {
            return Process.Start(start) ?? throw new CredentialException($"The exec plugin {name} did not start.");
        }
        catch (Win32Exception notStarted)
        {
            var hint = plugin.InstallHint.Length == 0 ? "" : $" {plugin.InstallHint}";
            // The system's message names the command and its folder only.
            throw new CredentialException($"The exec plugin {name} cannot be started: {notStarted.Message}{hint}", notStarted);
        }
    }

    private static async Task<byte[]> ReadAsync(Stream output, string name, CancellationToken cancellationToken)
    {
        using var read = new MemoryStream();
        var buffer = new byte[8 * 1024];
        for (int count; (count = await output.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (read.Length + count > MaxOutput) throw new CredentialException($"The exec plugin {name} printed more than {MaxOutput} bytes.");
            await read.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
        return read.ToArray();
    }

    private static void End(Process process)
    {
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended in between.
        }
    }
}
