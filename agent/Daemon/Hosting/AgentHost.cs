using Pdp.Daemon.Hosting.Services;
using Pdp.Daemon.Observability;

namespace Pdp.Daemon.Hosting;

/// <summary>
/// Puts the agent together. Nothing is configured from anywhere but <see cref="AgentStart"/>: no appsettings.json, no ASPNETCORE_URLS.
/// </summary>
internal static class AgentHost
{
    /// <summary>The agent, not started yet.</summary>
    public static WebApplication Build(AgentStart start)
    {
        var options = start.Options;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "pdp-agent" });
        builder.Logging.AddAgentLogging(options);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(options.Listen);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout);
        builder.Services
            .AddAuditTrail(start)
            .AddKubernetes(start.Cluster, options)
            .AddJournal()
            .AddObjects()
            .AddPolicy(start.Policy, start.PolicySettings)
            .AddDocuments(options)
            .AddSecrets(options)
            .AddImages(options)
            .AddAnalysis(options)
            .AddIdentity(start)
            .AddIntake(start.Bundle)
            .AddReconciliation(options)
            .AddStatus()
            .AddControlChannel(start)
            .AddObservability()
            .AddTelemetry(options)
            .AddObservabilityApi(options)
            .AddPlane(options)
            .AddAudited(start)
            .AddHostedService<AgentService>()
            .AddHostedService<HeapTrimmer>();
        var application = builder.Build();
        application.UseTelemetry();
        application.UseRouting();
        application.MapObservability();
        return application;
    }
}
