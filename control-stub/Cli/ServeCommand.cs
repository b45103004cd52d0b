using System.CommandLine;
using Pdp.ControlStub.Hosting;
using Pdp.ControlStub.Hosting.Settings;
using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Json;

namespace Pdp.ControlStub.Cli;

/// <summary><c>pdp-control serve</c>: runs the control plane until it is told to stop.</summary>
internal static class ServeCommand
{
    private const string Description =
        "Runs the control plane until it is told to stop (SIGTERM or Ctrl+C). Prints 'ready agents=<url> operators=<url>' once both "
        + "listeners serve; logs to standard error as JSON.";

    private const string ConfigDescription =
        "A YAML or JSON file whose fields are named as these options. Each can be given in the environment too: --agents-url as "
        + "PDP_CONTROL_AGENTS_URL. The command line goes before the environment, the environment before the file, and all that is wrong "
        + "is told before anything is started.";

    public static Command Create()
    {
        var command = new Command("serve", Description);
        var config = new Option<string?>("--config") { HelpName = "FILE", Description = ConfigDescription };
        command.Add(config);
        var options = ServeSettings.All.ToDictionary(s => s, Option);
        foreach (var option in options.Values)
            command.Add(option);
        command.SetAction((parsed, cancellationToken) =>
        {
            var values = new SettingValues();
            foreach (var (setting, option) in options)
                if (parsed.GetResult(option) is { Implicit: false } result)
                    values.Tell(setting, setting.Value is null ? ["true"] : [.. result.Tokens.Select(t => t.Value)], $"--{setting.Name}");
            var environment = ProcessEnvironment.Read();
            values.TellEnvironment(environment);
            if ((parsed.GetValue(config) ?? environment.GetValueOrDefault(ServeSettings.ConfigVariable)) is { } file)
                SettingsFile.Tell(file, values);
            return RunAsync(values, cancellationToken);
        });
        return command;
    }

    private static Option Option(Setting setting)
    {
        var aliases = setting.Alias is null ? Array.Empty<string>() : [$"--{setting.Alias}"];
        if (setting.Value is null)
            return new Option<bool>($"--{setting.Name}", aliases) { Description = setting.Description };
        return setting.Many
            ? new Option<string[]>($"--{setting.Name}", aliases) { Description = setting.Description, HelpName = setting.Value }
            : new Option<string>($"--{setting.Name}", aliases) { Description = setting.Description, HelpName = setting.Value };
    }

    private static async Task<int> RunAsync(SettingValues values, CancellationToken cancellationToken)
    {
        var options = ServeOptionsReader.Read(values);
        if (values.Errors.Count > 0)
        {
            foreach (var error in values.Errors)
                await Console.Error.WriteLineAsync(error);
            return ExitCodes.Usage;
        }

        await using var log = new LoggerConfiguration()
            .MinimumLevel.Is(options.LogLevel)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .WriteTo.Console(new JsonFormatter(renderMessage: true), standardErrorFromLevel: LogEventLevel.Verbose)
            .CreateLogger();
        using var loggers = new SerilogLoggerFactory(log);
        try
        {
            await using var server = await ControlServer.StartAsync(options, TimeProvider.System, loggers, cancellationToken);
            await AnnounceAsync(server);
            await UntilStoppedAsync(cancellationToken);
            return ExitCodes.Done;
        }
        catch (Exception e) when (e is StoreException or IOException or System.Net.Sockets.SocketException)
        {
            log.Error(e, "The control plane cannot start");
            await Console.Error.WriteLineAsync($"pdp-control: {e.Message}");
            return ExitCodes.CannotStart;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Done;
        }
    }

    private static async Task AnnounceAsync(ControlServer server)
    {
        if (server.MadeAdminToken is { } token)
        {
            // Where nobody watches, output is kept by somebody: there the file alone has it.
            var shown = Console.IsOutputRedirected ? "" : $"{token}  (shown this once; also in ";
            await Console.Out.WriteLineAsync(
                $"admin-token {shown}{Path.Combine(server.Data, AdminToken.FileName)}{(shown.Length > 0 ? ")" : "")}");
        }

        await Console.Out.WriteLineAsync($"ready agents={Trim(server.Agents)} operators={Trim(server.Operators)}");
        await Console.Out.FlushAsync();
    }

    private static string Trim(Uri address) => address.ToString().TrimEnd('/');

    private static async Task UntilStoppedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
    }
}
