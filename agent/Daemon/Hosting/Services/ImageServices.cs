using Pdp.Core.Ports;
using Pdp.Daemon.Hosting.Options;
using Pdp.Daemon.Images;
using Pdp.Daemon.Images.Configuration;

namespace Pdp.Daemon.Hosting.Services;

/// <summary>What the room of images adds to the process.</summary>
internal static class ImageServices
{
    /// <summary>The customer's registries, asked what tags stand for.</summary>
    public static IServiceCollection AddImages(this IServiceCollection services, AgentOptions options)
    {
        services.AddSingleton<ImageMetrics>();
        services.AddSingleton<ImageContext>();
        services.AddSingleton(provider =>
            new RegistriesFile(options.Registries, options.RegistryDefinitions, provider.GetRequiredService<ImageContext>().Log));
        services.AddSingleton<RegistrySet>();
        services.AddSingleton<ImageSource>();
        services.AddSingleton<IImageDigests>(provider => provider.GetRequiredService<ImageSource>());
        return services.AddSingleton<IIntentObserver>(provider => provider.GetRequiredService<ImageSource>());
    }
}
