namespace Pdp.Daemon.Hosting;

/// <summary>Puts something before a service that was added already.</summary>
internal static class Decoration
{
    /// <summary>Whoever asks for the service gets what <paramref name="wrap"/> makes around the one added last.</summary>
    public static IServiceCollection Decorate<T>(this IServiceCollection services, Func<IServiceProvider, T, T> wrap) where T : class
    {
        var inner = services.Last(service => service.ServiceType == typeof(T) && !service.IsKeyedService);
        // Kept under a key, so that the container still owns it and disposes of it.
        var key = new object();
        services.Remove(inner);
        services.Add(inner switch
        {
            { ImplementationType: { } type } => ServiceDescriptor.KeyedSingleton(typeof(T), key, type),
            { ImplementationFactory: { } make } => ServiceDescriptor.KeyedSingleton(typeof(T), key, (provider, _) => make(provider)),
            { ImplementationInstance: { } instance } => ServiceDescriptor.KeyedSingleton(typeof(T), key, instance),
            _ => throw new InvalidOperationException($"{typeof(T)} was added in a way that cannot be decorated."),
        });
        return services.AddSingleton(provider => wrap(provider, provider.GetRequiredKeyedService<T>(key)));
    }
}
