using System.Globalization;
using Pdp.Daemon.Hosting.Options;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace Pdp.Daemon.Hosting;

/// <summary>Log lines on standard output, with stable event ids; what is written where is docs/operations.md.</summary>
internal static class AgentLogging
{
    private const string TextTemplate = "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj}{NewLine}{Exception}";

    /// <summary>Logs by Serilog, in the format and from the level the options say.</summary>
    public static void AddAgentLogging(this ILoggingBuilder logging, AgentOptions options)
    {
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Is(LevelOf(options.LogLevel))
            // The frameworks' own lines say nothing the agent's do not, unless something is wrong.
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .Enrich.FromLogContext();
        configuration = options.LogFormat == LogFormat.Json
            ? configuration.WriteTo.Console(new JsonFormatter(renderMessage: true, formatProvider: CultureInfo.InvariantCulture))
            : configuration.WriteTo.Console(outputTemplate: TextTemplate, formatProvider: CultureInfo.InvariantCulture);
        logging.SetMinimumLevel(options.LogLevel);
        logging.AddSerilog(configuration.CreateLogger(), dispose: true);
    }

    private static LogEventLevel LevelOf(LogLevel level) => level switch
    {
        LogLevel.Trace => LogEventLevel.Verbose,
        LogLevel.Debug => LogEventLevel.Debug,
        LogLevel.Information => LogEventLevel.Information,
        LogLevel.Warning => LogEventLevel.Warning,
        LogLevel.Error => LogEventLevel.Error,
        _ => LogEventLevel.Fatal,
    };
}
