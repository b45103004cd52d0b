using Microsoft.Extensions.DependencyInjection;
using Pdp.Core.Logs;
using Pdp.Observability.Access;
using Pdp.Observability.Components;
using Pdp.Observability.Metrics;
using Pdp.Observability.Prometheus;
using Pdp.Observability.Tasks;
using Pdp.PlaneStore;
using Pdp.PlaneStore.Events;
using Pdp.PlaneStore.Metrics;
using Pdp.PlaneStore.Runs;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Tokens;
using Pdp.Testing;

namespace Pdp.Observability.Tests.Support;

/// <summary>The API with all routes, over stores of its own and a plane that is made up.</summary>
internal sealed class PlaneStage : IAsyncDisposable, IPlaneInventory, IRolloutTrees, ITaskRuns, IComponentPods, ISamplingState, IRequestSampling, IPlaneStoreEvents
{
    private readonly TempDirectory _directory = new();
    private PlaneStage()
    {
        // Retention alone asks for the time.
        var time = new ManualTimeProvider();
        var options = new PlaneStoresOptions(Options("metrics"), Options("events"), Options("runs"), Options("requests"));
        Stores.Open(options, time, this);
    }

    public ApiUnderTest Api { get; private set; } = null!;

    public PlaneStores Stores { get; } = new();

    public MetricStore Metrics => Stores.Metrics;

    public EventStore Events => Stores.Events;

    public RunStore Runs => Stores.Runs;

    public List<DeployedIntent> Deployed { get; } = [];

    public Dictionary<string, IReadOnlyList<RolloutNode>> Trees { get; } = [];

    public List<string> PodNames { get; } = [];

    public string? Problem { get; set; }

    public IReadOnlyList<DeployedIntent> All => Deployed;

    public Dictionary<string, IntentStatus> Statuses { get; } = [];

    public IntentStatus StatusOf(string id) => Statuses.GetValueOrDefault(id) ?? new IntentStatus { Phase = IntentPhase.Healthy };

    public static async Task<PlaneStage> StartAsync(PrometheusClientOptions? prometheus = null, AccessOptions? access = null)
    {
        var stage = new PlaneStage();
        stage.Api = await ApiUnderTest.StartAsync((access ?? new AccessOptions()) with { RequestsPerMinute = 100_000, Burst = 10_000 }, services =>
        {
            services.AddSingleton(stage.Stores);
            services.AddSingleton<IPlaneInventory>(stage);
            services.AddSingleton<IRolloutTrees>(stage);
            services.AddSingleton<ITaskRuns>(stage);
            services.AddSingleton<IComponentPods>(stage);
            services.AddSingleton<ISamplingState>(stage);
            services.AddSingleton<IRequestSampling>(stage);
            // A network's time is no clock of a test's.
            services.AddSingleton<IPrometheus>(_ => new PrometheusClient(prometheus ?? new PrometheusClientOptions(), new SocketsHttpHandler(), TimeProvider.System));
            services.AddPlaneRoutes(prometheus ?? new PrometheusClientOptions());
        });
        return stage;
    }

    public string NamespaceOf(string organization, string project, string environment) => $"dp-{organization}-{project}-{environment}";

    public DeployedIntent Deploy(string organization, string project, string environment, string component, Func<DeployedIntent, DeployedIntent>? with = null)
    {
        var intent = new DeployedIntent
        {
            Id = $"{organization}-{project}-{environment}-{component}",
            Organization = organization,
            Project = project,
            Environment = environment,
            Component = component,
            Namespace = NamespaceOf(organization, project, environment),
            Kind = IntentKinds.Component,
            Type = ComponentType.Service,
        };
        Deployed.Add(with?.Invoke(intent) ?? intent);
        return Deployed[^1];
    }

    /// <summary>A token for one verb in one part of the plane.</summary>
    public string Token(ObservabilityVerb verb, string? organization = null, string? project = null, string? environment = null, string? component = null) =>
        Api.Token(new ObservabilityScope([verb], organization, project, environment, component));

    public Task<HttpResponseMessage> GetAsync(string path, string token) =>
        Api.Client.SendAsync(ApiUnderTest.Request(HttpMethod.Get, $"/api/v1/{path}", token), TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> PostAsync(string path, string token, string body) =>
        Api.Client.SendAsync(ApiUnderTest.Request(HttpMethod.Post, $"/api/v1/{path}", token, body), TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> FormAsync(string path, string token, params IEnumerable<KeyValuePair<string, string>> form)
    {
        var request = ApiUnderTest.Request(HttpMethod.Post, $"/api/v1/{path}", token);
        request.Content = new FormUrlEncodedContent(form);
        return Api.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    Task<IReadOnlyList<RolloutNode>?> IRolloutTrees.OfAsync(DeployedIntent intent, CancellationToken cancellationToken) =>
        Task.FromResult(Trees.GetValueOrDefault(intent.Id));

    Task<IReadOnlyList<TaskRun>> ITaskRuns.ListAsync(IReadOnlyList<LogScope> scopes, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(Runs.List(scopes, limit));

    Task<IReadOnlyList<TaskRun>> ITaskRuns.FindAsync(IReadOnlyList<LogScope> scopes, string id, CancellationToken cancellationToken) =>
        Task.FromResult(Runs.Find(scopes, id));

    string? IRequestSampling.ProblemOf(IReadOnlyList<LogScope> scopes) => Problem;

    IReadOnlyList<string> IComponentPods.Of(IReadOnlyList<PlaneScope> scopes, DateTimeOffset since, int most) => [.. PodNames.Take(most)];

    void IPlaneStoreEvents.SetAside(string file, Exception why)
    {
    }

    void IPlaneStoreEvents.Dropped(string store, long entries)
    {
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        Stores.Close();
        _directory.Dispose();
    }

    private PlaneStoreOptions Options(string store) => new() { Directory = _directory.Combine(store) };
}
