using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pdp.Core.Policy;
using Pdp.Core.Ports;
using Pdp.Daemon.Cluster;
using Pdp.Daemon.Cluster.Intents;
using Pdp.Daemon.Cluster.Leadership;
using Pdp.Daemon.Hosting.Options;
using Pdp.Daemon.Hosting.Services;
using Pdp.Daemon.Policy;
using Pdp.Daemon.Reconcile;
using Pdp.Daemon.Routing;
using Pdp.Daemon.Secrets;
using Pdp.Kubernetes;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Harness;

/// <summary>
/// An agent as it is composed for real, but for the channel and the listener, with its calls to the API server written down.
/// </summary>
internal sealed class TestAgent : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly KubernetesApi _api;
    private readonly CancellationTokenSource _stop = new();
    private Task _life = Task.CompletedTask;
    private bool _isDisposed;

    private TestAgent(TestCluster cluster, TestPlane plane, AgentOptions options, Action<IServiceCollection>? change)
    {
        _api = new KubernetesApi(cluster.Config, new KubernetesApiOptions { MaxAttempts = 2, MaxRetryTime = TimeSpan.FromSeconds(1) });
        Api = new RecordingApi(_api);
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(Log));
        services.AddMetrics();
        services.AddKubernetes(cluster.Config, options).AddJournal().AddObjects().AddDocuments(options).AddSecrets(options).AddImages(options).AddAnalysis(options).AddIntake(plane.Bundle)
            .AddReconciliation(options).AddStatus();
        services.AddSingleton<IKubernetesApi>(Api);
        services.AddSingleton(new CurrentPolicy(new CustomerPolicy(options.Policy, [])));
        services.AddPlane(options);
        change?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public RecordingApi Api { get; }

    public LogLines Log { get; } = new();

    public IIntake Intake => Get<IIntake>();

    public IntentStore Journal => Get<IntentStore>();

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    /// <summary>An agent that runs.</summary>
    public static async Task<TestAgent> StartAsync(
        TestCluster cluster,
        TestPlane plane,
        string @namespace,
        Func<AgentOptions, AgentOptions>? options = null,
        Action<IServiceCollection>? change = null)
    {
        var agent = Create(cluster, plane, @namespace, options, change);
        await cluster.NamespaceAsync(@namespace);
        agent.Start();
        return agent;
    }

    /// <summary>An agent that does not run yet.</summary>
    public static TestAgent Create(
        TestCluster cluster,
        TestPlane plane,
        string @namespace,
        Func<AgentOptions, AgentOptions>? options = null,
        Action<IServiceCollection>? change = null)
    {
        var told = new AgentOptions
        {
            Namespace = @namespace,
            Name = "agent",
            LeaseDuration = TimeSpan.FromSeconds(4),
            Reconcile = new ReconcileOptions
            {
                Rest = TimeSpan.FromMilliseconds(20),
                RetryBase = TimeSpan.FromMilliseconds(20),
                RetryMax = TimeSpan.FromSeconds(1),
            },
        };
        return new TestAgent(cluster, plane, (options ?? (o => o))(told), change);
    }

    /// <summary>Follows, stands for leader and works.</summary>
    public void Start() => _life = LiveAsync(_stop.Token);

    /// <summary>Dies: nothing is finished, the lease is not given back.</summary>
    public async Task KillAsync()
    {
        Api.Before = static _ => throw new OperationCanceledException("killed");
        await _stop.CancelAsync();
        await _life.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Hands a signed document over; again while the agent cannot take it, as the channel does.</summary>
    public Task<IntakeAnswer> PutAsync(string jws) => SendAsync(() => Intake.AcceptAsync(jws, CancellationToken.None));

    /// <summary>Hands a signed removal over; again while the agent cannot take it, as the channel does.</summary>
    public Task<IntakeAnswer> RemoveAsync(string jws) => SendAsync(() => Intake.RemoveAsync(jws, CancellationToken.None));

    /// <summary>The status an intent has once the condition holds.</summary>
    public async Task<IntentStatus> StatusAsync(string id, Func<IntentStatus, bool> condition, TimeSpan? within = null)
    {
        IntentStatus? last = null;
        try
        {
            await Until.TrueAsync(
                () => (last = Journal.Find(id)?.Status) is not null && condition(last), within ?? TimeSpan.FromMinutes(1));
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{id} is {last?.Phase} ({last?.Reason}): {last?.Message}\n{Log}");
        }
        return last!;
    }

    /// <summary>The status an intent has once it is in a phase with a generation.</summary>
    public Task<IntentStatus> PhaseAsync(string id, IntentPhase phase, long generation, TimeSpan? within = null) =>
        StatusAsync(id, status => status.Phase == phase && status.ObservedGeneration == generation, within);

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        await _stop.CancelAsync();
        await _life.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _services.DisposeAsync();
        _api.Dispose();
        _stop.Dispose();
    }

    private static Task<IntakeAnswer> SendAsync(Func<Task<IntakeAnswer>> send) => Pdp.Testing.Eventually.NotNullAsync<IntakeAnswer>(
        async () =>
        {
            try
            {
                return await send();
            }
            catch (IntakeUnavailableException)
            {
                return null;
            }
        },
        cancellationToken: TestContext.Current.CancellationToken);

    private async Task LiveAsync(CancellationToken stop)
    {
        await Task.Yield();
        var events = Get<IHostedService>();
        await events.StartAsync(stop);
        var following = Journal.FollowAsync(stop);
        await Get<LeaderLease>().RunAsync(
            async term =>
            {
                await Get<ClusterFacts>().LearnAsync(term);
                foreach (var preparation in _services.GetServices<ILeaderPreparation>()) await preparation.PrepareAsync(term);
                Get<VersionLoop>().Begin();
                await Task.WhenAll(Get<ReconcileLoop>().RunAsync(term), Get<VersionLoop>().RunAsync(term), Get<StoreSet>().RunAsync(term));
            },
            stop);
        await events.StopAsync(CancellationToken.None);
        await following;
    }
}
