using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pdp.Core.Ports;
using Pdp.Daemon.Secrets;
using Pdp.Daemon.Secrets.Stores;
using Pdp.Daemon.Tests.Harness;
using Pdp.Protocol.Intents;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Secrets.Stage;

/// <summary>The secrets room alone: scripted stores, a clock that a test moves, and whoever was woken.</summary>
internal sealed class StoreStage : ISecretObserver, ISecretVersionKey, IClusterSecrets, IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _life;

    public StoreStage(params (string Name, ScriptedStore Store)[] stores)
    {
        Definitions = new ScriptedDefinitions([.. stores.Select(store => ScriptedDefinitions.Of(store.Name, store.Store))]);
        var services = new ServiceCollection();
        services.AddMetrics();
        services.AddLogging(logging => logging.AddProvider(Log));
        _services = services.BuildServiceProvider();
        var metrics = new SecretMetrics(_services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        // The middle of the spread: intervals are what they say.
        var context = new SecretContext([this], metrics, _services.GetRequiredService<ILogger<SecretLog>>(), Time, () => 0.5);
        Set = new StoreSet(Definitions, new StoreParts(this, this, new Dictionary<string, string>(), Time), context);
        Source = new SecretSource(Set, context);
        Hints = new SecretHints(Set, context);
        _life = Set.RunAsync(_stop.Token);
    }

    public ManualTimeProvider Time { get; } = new();

    public LogLines Log { get; } = new();

    public ScriptedDefinitions Definitions { get; }

    public StoreSet Set { get; }

    public SecretSource Source { get; }

    public SecretHints Hints { get; }

    public ConcurrentQueue<string> Woken { get; } = new();

    public static SecretRequester Who(string intent = "web", string project = "shop") => new(intent, "acme", project, "test");

    public async Task<SecretLookup> LookAsync(SecretReference reference, string intent = "web") =>
        (await Source.LookUpAsync(Who(intent), [reference], TestContext.Current.CancellationToken))[0];

    /// <summary>Moves the clock on in steps of a second, so that everything that waits for a time wakes at it.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(1))
        {
            // The store's loop and the one that looks for changed stores wait again.
            await Time.WaitForTimersAsync(2);
            Time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>
    /// Moves the clock on in the same steps until something has happened. When a step is taken the store's loop may still be at work, so that a time
    /// comes to it a step or two later than the clock says.
    /// </summary>
    public async Task PassUntilAsync(Func<bool> happened)
    {
        for (var step = 0; !happened(); step++)
        {
            Assert.True(step < 200, "It has not happened within 200 seconds.");
            await PassAsync(TimeSpan.FromSeconds(1));
            // What the step woke gets its turn before the next.
            await Task.Yield();
        }
    }

    public void Changed(string intentId) => Woken.Enqueue(intentId);

    public Task<string?> FindAsync(string @namespace, string name, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task<ClusterSecret?> ReadAsync(string @namespace, string name, CancellationToken cancellationToken) =>
        Task.FromResult<ClusterSecret?>(null);

    public Task<ReadOnlyMemory<byte>> GetAsync(CancellationToken cancellationToken) =>
        Task.FromResult<ReadOnlyMemory<byte>>(new byte[32]);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _life;
        await _services.DisposeAsync();
        _stop.Dispose();
    }
}
