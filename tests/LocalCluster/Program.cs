using System.Runtime.InteropServices;
using Pdp.LocalCluster;
using Pdp.LocalCluster.Cli;

CommandLine command;
try
{
    command = CommandLine.Parse(args);
}
catch (FormatException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
if (command.ShowHelp)
{
    Console.WriteLine(CommandLine.Help);
    return 0;
}

using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    await using var server = await LocalClusterServer.StartAsync(command.Options, stop.Token);
    if (command.KubeconfigFile is { } file)
        await KubeconfigFile.WriteAsync(file, server.KubeconfigText, stop.Token);
    Console.WriteLine($"ready {server.Url}");
    await server.WaitForShutdownAsync(stop.Token);
    return 0;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 0;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or FormatException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
