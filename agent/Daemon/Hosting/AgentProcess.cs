using Pdp.Daemon.Hosting.Options;

namespace Pdp.Daemon.Hosting;

/// <summary>Runs the agent from start to end and says by an exit code how it ended.</summary>
internal static partial class AgentProcess
{
    /// <summary>Runs until stopped.</summary>
    /// <param name="sources">Where the options come from.</param>
    /// <param name="error">Where what is wrong with them is told.</param>
    /// <param name="cancellationToken">Stops, as a signal does.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(OptionSources sources, TextWriter error, CancellationToken cancellationToken)
    {
        if (AgentStart.TryRead(sources, out var problems) is not { } start)
        {
            await error.WriteLineAsync($"pdp-agent: the configuration has {problems.Count} error{(problems.Count == 1 ? "" : "s")}:");
            foreach (var problem in problems) await error.WriteLineAsync($"  {problem}");
            return ExitCodes.Configuration;
        }
        await using var agent = AgentHost.Build(start);
        try
        {
            await agent.StartAsync(cancellationToken);
        }
        catch (IOException inUse)
        {
            await error.WriteLineAsync(
                $"pdp-agent: listen: cannot listen on {Addresses(start.Options)}: {inUse.InnerException?.Message ?? inUse.Message}");
            return ExitCodes.Unavailable;
        }
        foreach (var address in agent.Urls) LogListening(agent.Logger, address);
        await agent.WaitForShutdownAsync(cancellationToken);
        var services = agent.Services.GetServices<IHostedService>().OfType<BackgroundService>();
        return services.Any(service => service.ExecuteTask is { IsFaulted: true }) ? ExitCodes.Internal : ExitCodes.Ok;
    }

    private static string Addresses(AgentOptions options) =>
        options.Observe.Listen is { } api ? $"{options.Listen} (listen) or {api} (observe-listen)" : $"{options.Listen}";

    [LoggerMessage(EventId = 1001, EventName = "Listening", Level = LogLevel.Information, Message = "Health and metrics on {Address}")]
    private static partial void LogListening(ILogger logger, string address);
}
