using Microsoft.Extensions.DependencyInjection;
using Pdp.Observability.Access;
using Pdp.Observability.Listening;
using Pdp.Observability.Logs;

namespace Pdp.Observability;

/// <summary>Adds the API to a process.</summary>
public static class ObservabilityExtensions
{
    /// <summary>
    /// The API on its listener. The process brings <see cref="ITokenKeys"/>, <see cref="ILogSource"/>, a clock and a meter factory; may bring
    /// an <see cref="Core.Ports.IAuditTrail"/>, an <see cref="IRequestForwarder"/> and further <see cref="IApiRoutes"/>.
    /// </summary>
    public static IServiceCollection AddObservabilityApi(this IServiceCollection services, ApiServerOptions server, AccessOptions access)
    {
        services.AddSingleton(server);
        services.AddSingleton(server.Certificate);
        services.AddSingleton(access);
        services.AddSingleton<ServerCertificate>();
        services.AddSingleton<ApiMetrics>();
        services.AddSingleton<TokenUses>();
        services.AddSingleton<CallerLimits>();
        services.AddSingleton<Answering>();
        services.AddSingleton<OriginGate>();
        services.AddSingleton<AddressLimits>();
        services.AddSingleton<AddressGate>();
        services.AddSingleton<TokenGate>();
        services.AddSingleton<LimitGate>();
        services.AddSingleton<LogQueries>();
        services.AddSingleton<LogTails>();
        services.AddSingleton<IApiRoutes, LogRoutes>();
        services.AddSingleton<ApiServer>();
        return services.AddHostedService(provider => provider.GetRequiredService<ApiServer>());
    }
}
