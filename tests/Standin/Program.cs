using System.Collections;
using System.Runtime.InteropServices;
using Pdp.Standin;
using Pdp.Standin.Lifetime;
using Pdp.Standin.Roles;

const string Help = """
    A stand-in for the programs a workload's images hold. It plays one role and ends cleanly on SIGTERM.

      inventory     HTTP API of a small shop: /health /health/db /version /slow /api/products /api/orders
      frontend      HTML page at /, everything under /api passed on to --backend-url
      database      a line-based key-value store over TCP
      task          prints --lines N over --task-seconds S, then exits with --exit-code C
      caller        HTTP service --service NAME: / calls every address in a variable that ends in _ADDR and says who was reached
      never-ready   like inventory, but /health answers 503
      tester        asks /version under PREVIEW_URL --requests N times and fails unless release --expect R answers each
      chatter       logs --rate N lines a second until stopped

    inventory, frontend and caller tell Prometheus under /metrics how many requests they answered, how and in which time.
    inventory answers --failing-percent P of its requests, probes not counted, with 500.

    Options are --name value, or the environment variable of that name (--drain-seconds is DRAIN_SECONDS):
      host, port, release, database-url, backend-url, startup-seconds, drain-seconds, data-directory
    Names of services are looked up in PDP_SERVICES and PDP_SERVICES_FILE.
    """;

if (args is [] or ["--help" or "-h" or "help", ..])
{
    Console.WriteLine(Help);
    return args.Length == 0 ? 2 : 0;
}

using var stopping = new CancellationTokenSource();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var parent = ParentWatch.Start(TimeProvider.System);
try
{
    var options = StandinOptions.Parse(args, Variables());
    await Task.Delay(options.Seconds("startup-seconds", 0), TimeProvider.System, stopping.Token);
    return await Role.RunAsync(options, TimeProvider.System, stopping.Token);
}
catch (FormatException error)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 2;
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    return 0;
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stopping.Cancel();
}

// The one place that reads the environment.
#pragma warning disable RS0030
static IEnumerable<KeyValuePair<string, string>> Variables() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
    .Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? ""));
#pragma warning restore RS0030
