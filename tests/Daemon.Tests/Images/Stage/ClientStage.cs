using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pdp.Core.Images;
using Pdp.Core.Ports;
using Pdp.Daemon.Images;
using Pdp.Daemon.Images.Configuration;
using Pdp.Daemon.Tests.Harness;
using Pdp.Protocol.Intents;
using Pdp.Registry;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Images.Stage;

/// <summary>The room of images alone, with a registry, a clock that a test moves, and whoever was woken.</summary>
internal sealed class ClientStage : IImageObserver, IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly RegistrySet _set;

    private ClientStage(TestRegistry registry, Func<RegistryDefinition, RegistryDefinition> change)
    {
        Server = registry;
        var services = new ServiceCollection();
        services.AddMetrics();
        services.AddLogging(logging => logging.AddProvider(Log));
        _services = services.BuildServiceProvider();
        var metrics = new ImageMetrics(_services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        // The middle of the spread: intervals are what they say.
        var context = new ImageContext([this], metrics, _services.GetRequiredService<ILogger<ImageLog>>(), Time, () => 0.5);
        var definition = change(new RegistryDefinition { Host = registry.Host, Endpoint = registry.Address });
        _set = new RegistrySet(new RegistriesFile(null, [definition], context.Log), context);
        Source = new ImageSource(_set, context);
    }

    public TestRegistry Server { get; }

    public ManualTimeProvider Time { get; } = new();

    public LogLines Log { get; } = new();

    public ImageSource Source { get; }

    public System.Collections.Concurrent.ConcurrentQueue<string> Woken { get; } = new();

    public Pdp.Daemon.Images.Registry Registry => _set.Find(Server.Host)!;

    public static async Task<ClientStage> StartAsync(
        TestRegistryOptions? options = null, Func<RegistryDefinition, RegistryDefinition>? change = null) =>
        new(await TestRegistry.StartAsync(options), change ?? (definition => definition));

    public Task<string> DigestAsync(string repository = "team/app", string tag = "1") =>
        Registry.DigestOfAsync(repository, tag, TestContext.Current.CancellationToken);

    public Task<IReadOnlyList<string>> TagsAsync(string repository = "team/app") =>
        Registry.TagsOfAsync(repository, TestContext.Current.CancellationToken);

    /// <summary>The failure asking for a digest ends with.</summary>
    public Task<RegistryException> FailureAsync(string repository = "team/app", string tag = "1") =>
        Assert.ThrowsAsync<RegistryException>(() => DigestAsync(repository, tag));

    public ImageQuestion Question(string tag = "1", string release = "r1", string intent = "web") =>
        new(intent, release, "main", Image(tag));

    public Task<ImageAnswer> ResolveAsync(string tag = "1", string release = "r1", string intent = "web") =>
        Source.ResolveAsync(Question(tag, release, intent), TestContext.Current.CancellationToken);

    public Task<ImageAnswer> FollowAsync(FollowSpec follow) => Source.FollowAsync(
        Question() with { Image = Image("1") with { Tag = null } }, follow, TestContext.Current.CancellationToken);

    public void Changed(string intentId) => Woken.Enqueue(intentId);

    public async ValueTask DisposeAsync()
    {
        Source.Dispose();
        _set.Dispose();
        await Server.DisposeAsync();
        await _services.DisposeAsync();
    }

    private ImageReference Image(string tag) =>
        ImageReference.TryParse($"{Server.Host}/team/app:{tag}", out var image) ? image : throw new InvalidOperationException(tag);
}
