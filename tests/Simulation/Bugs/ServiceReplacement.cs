using Microsoft.Extensions.DependencyInjection;
using Pdp.Simulation.Story;

namespace Pdp.Simulation.Bugs;

/// <summary>Puts a faulty part in the place of a good one, made of it.</summary>
internal static class ServiceReplacement
{
    public static PlaySetup InAgent<T>(this PlaySetup setup, Func<T, IServiceProvider, T> faulty) where T : class =>
        setup with { Agent = setup.Agent with { Change = services => Replace(services, faulty) } };

    private static void Replace<T>(IServiceCollection services, Func<T, IServiceProvider, T> faulty) where T : class
    {
        var good = services.Last(service => service.ServiceType == typeof(T));
        services.AddSingleton(provider => faulty(
            (T)(good.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, good.ImplementationType!)), provider));
    }
}
