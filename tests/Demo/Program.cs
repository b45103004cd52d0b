using System.Runtime.InteropServices;
using Pdp.Demo;
using Pdp.Demo.Reporting;
using Pdp.Story;
using Pdp.Story.Staging;
using Spectre.Console;

if (DemoOptions.TryParse(args, out var unknown) is not { } options)
{
    await Console.Error.WriteLineAsync($"'{unknown}' is not known.\n\n{DemoOptions.Usage}");
    return 2;
}

if (options.Help)
{
    Console.WriteLine(DemoOptions.Usage);
    return 0;
}

using var stopping = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

IReporter reporter = options.Json ? new JsonReporter()
    : Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive ? new PlainReporter()
    : new TerminalReporter();
await using var stage = new Stage(new StageOptions { Observed = true });
var played = false;
try
{
    played = await reporter.PlayAsync(StoryPlayer.PlayAsync(stage, stopping.Token), stopping.Token);
    if (!played)
    {
        stage.KeepDirectory = true;
        reporter.Failed(stage);
        return 1;
    }

    if (!options.Once)
    {
        await Encore.PlayAsync(stage, stopping.Token);
        reporter.StaysUp(stage);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping.Token);
    }

    return 0;
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    return played ? 0 : 130;
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stopping.Cancel();
}
