using Pdp.Benchmarks.Apply;
using Pdp.Benchmarks.Logs;
using Pdp.Benchmarks.Measuring;
using Pdp.Benchmarks.Pages;
using Pdp.Benchmarks.Reporting;
using Pdp.Benchmarks.Secrets;
using Pdp.Benchmarks.Storm;
using Pdp.Benchmarks.Storm.Fleet;

#if DEBUG
const string Configuration = "Debug";
#else
const string Configuration = "Release";
#endif

const string NoProcess = "pdp.dev/bench:1";
const int Intents = 200;
const int Components = 200;
var rest = TimeSpan.FromMinutes(1);
var ct = CancellationToken.None;

if (args is [StormCommand.Name, .. var told])
{
    return await StormCommand.RunAsync(Configuration, told, ct);
}

if (args is [ApplyCommand.Name, .. var counted])
{
    return await ApplyCommand.RunAsync(Configuration, counted, ct);
}

if (args is [PagesCommand.Name, .. var asked])
{
    return await PagesCommand.RunAsync(Configuration, asked, ct);
}

if (args is [SecretsCommand.Name, .. var kept])
{
    return await SecretsCommand.RunAsync(Configuration, kept, ct);
}

if (args is [LogsCommand.Name, .. var thousands])
{
    return await LogsCommand.RunAsync(Configuration, thousands, ct);
}

if (args is [FleetHost.Command, var fleet])
{
    return await FleetHost.RunAsync(fleet, ct);
}

return await new StageBenchmark(Configuration, "benchmarks.json").RunAsync(
    async stage =>
    [
        .. await AtRest.MeasureAsync(stage, "at rest", rest, ct),
        .. await Latency.MeasureAsync(stage, NoProcess, Intents, ct),
        .. await Burst.MeasureAsync(stage, NoProcess, Components, ct),
        .. await AtRest.MeasureAsync(stage, $"at rest with {Intents + Components} components", rest, ct),
    ],
    ct);
