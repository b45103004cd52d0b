using Pdp.Core.Ports;
using Pdp.Daemon.Channel;
using Pdp.Daemon.Status;

namespace Pdp.Daemon.Hosting.Services;

/// <summary>What travels to the control plane.</summary>
internal static class ChannelServices
{
    /// <summary>What travels back.</summary>
    public static IServiceCollection AddStatus(this IServiceCollection services)
    {
        services.AddSingleton<StatusFeed>();
        services.AddSingleton<IStatusFeed>(provider => provider.GetRequiredService<StatusFeed>());
        services.AddSingleton<IIntentObserver>(provider => provider.GetRequiredService<StatusFeed>());
        return services.AddSingleton<IIntentObserver, PhaseMetrics>();
    }

    /// <summary>The line to the control plane; only the leader dials.</summary>
    public static IServiceCollection AddControlChannel(this IServiceCollection services, AgentStart start) =>
        services.AddChannel(start.Bundle, channel =>
        {
            channel.AgentId = start.Options.Name;
            channel.ObserveUrl = start.Options.ObserveUrl;
            channel.AgentVersion = AgentVersion.Text;
            foreach (var set in start.Options.Channel) set(channel);
            channel.Proxy = new ProxyOptions
            {
                Url = start.Options.Proxy,
                CredentialsFile = start.Options.ProxyCredentialsFile,
                HttpsProxy = Variable(start, "HTTPS_PROXY"),
                NoProxy = Variable(start, "NO_PROXY"),
            };
        });

    // Both spellings are in use; curl and most others prefer the lower one.
    private static string? Variable(AgentStart start, string name) =>
        start.Environment.GetValueOrDefault(name.ToLowerInvariant()) ?? start.Environment.GetValueOrDefault(name);
}
