using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pdp.LocalCluster.Api;
using Pdp.LocalCluster.Controllers;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Node;
using Pdp.LocalCluster.Objects;
using Pdp.LocalCluster.Registry;
using Pdp.LocalCluster.Services;
using Pdp.Testing;

namespace Pdp.LocalCluster.Tests.Running;

/// <summary>Store, controllers and node without the HTTP server: what runs in the cluster, driven as its own parts drive it.</summary>
internal sealed class RunningCluster : IAsyncDisposable
{
    public const string Namespace = "test";
    private const string Manager = "test";

    private readonly IHost _host;
    private readonly TempDirectory _directory;

    private RunningCluster(IHost host, TempDirectory directory) => (_host, _directory) = (host, directory);

    public IClusterApi Api => _host.Services.GetRequiredService<IClusterApi>();

    public IPodLogs Logs => _host.Services.GetRequiredService<IPodLogs>();

    public ServiceDirectory Names => _host.Services.GetRequiredService<ServiceDirectory>();

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<RunningCluster> StartAsync(string? catalogue = null, NodeOptions? node = null, TimeProvider? time = null)
    {
        var directory = new TempDirectory();
        var options = new LocalClusterOptions
        {
            WorkDirectory = directory.Path,
            Time = time ?? TimeProvider.System,
            CatalogueFile = catalogue is null ? null : directory.Write("catalogue.yaml", catalogue),
        };
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(options.Time);
        builder.Services.AddSingleton<IClusterAuthority, Authority>();
        builder.Services.AddRegistry(options);
        builder.Services.AddControllers(options);
        builder.Services.AddNode(options);
        if (node is not null) builder.Services.AddSingleton(node);
        var cluster = new RunningCluster(builder.Build(), directory);
        foreach (var name in (string[])["default", "kube-system", "kube-node-lease", Namespace]) cluster.Create(NamespaceObject(name));
        await cluster._host.StartAsync(Cancel);
        await Eventually.TrueAsync(() => cluster.Api.Get("nodes", null, "local-node") is not null && cluster.Get("serviceaccounts", "default") is not null, cancellationToken: Cancel);
        return cluster;
    }

    /// <summary>Creates the objects of a YAML text in the test's namespace.</summary>
    public JsonObject Create(string yaml) => Create(Parse(yaml));

    /// <summary>Creates an object; the namespace is the test's unless it says otherwise or has none.</summary>
    public JsonObject Create(JsonObject obj)
    {
        var resource = Resource(obj);
        if (resource.Namespaced && obj.Namespace() is null) obj.Ensure("metadata")["namespace"] = Namespace;
        return Api.Create(resource.Resource, obj, Manager);
    }

    /// <summary>Changes an object, again and again while somebody else is quicker.</summary>
    public JsonObject Change(string resource, string name, Action<JsonObject> change)
    {
        while (true)
        {
            var copy = Get(resource, name)!.Copy();
            change(copy);
            try
            {
                return Api.Update(resource, copy, Manager);
            }
            catch (ApiException refused) when (refused.IsConflict)
            {
                // The controllers write too.
            }
        }
    }

    public JsonObject? Get(string resource, string name) => Api.Get(resource, IsNamespaced(resource) ? Namespace : null, name);

    public IReadOnlyList<JsonObject> List(string resource) => Api.List(resource, IsNamespaced(resource) ? Namespace : null);

    public IReadOnlyList<JsonObject> Pods(string app) => Api.List("pods", Namespace, pod => pod.Label("app") == app);

    public void Delete(string resource, string name, DeleteOptions? options = null) => Api.Delete(resource, IsNamespaced(resource) ? Namespace : null, name, options);

    /// <summary>Waits until a condition on an object holds.</summary>
    public Task UntilAsync(string resource, string name, Func<JsonObject, bool> holds, double seconds = 60) =>
        Eventually.TrueAsync(() => Get(resource, name) is { } obj && holds(obj), TimeSpan.FromSeconds(seconds), $"{resource}/{name}: {Get(resource, name)?["status"]?.ToJsonString()}", Cancel);

    public static Task UntilAsync(Func<bool> holds, double seconds = 60, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(holds))] string what = "") =>
        Eventually.TrueAsync(holds, TimeSpan.FromSeconds(seconds), what, Cancel);

    public static Task UntilAsync(Func<Task<bool>> holds, double seconds = 60, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(holds))] string what = "") =>
        Eventually.TrueAsync(holds, TimeSpan.FromSeconds(seconds), what, Cancel);

    /// <summary>Waits until a pod is ready and has written so many lines.</summary>
    public Task UntilWrittenAsync(string pod, int lines = 1) => UntilAsync(async () =>
        Get("pods", pod)!.IsReady() && (await LogAsync(pod)).Count(character => character == '\n') >= lines);

    /// <summary>All of a container's output as text.</summary>
    public async Task<string> LogAsync(string pod, PodLogOptions? options = null)
    {
        var text = new System.Text.StringBuilder();
        await foreach (var part in Logs.ReadAsync(Get("pods", pod)!, options ?? new PodLogOptions("main"), Cancel)) text.Append(System.Text.Encoding.UTF8.GetString(part.Span));
        return text.ToString();
    }

    public static JsonObject Parse(string yaml) => YamlText.Parse(yaml)!.AsObject();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
        _directory.Dispose();
    }

    private static JsonObject NamespaceObject(string name) => new() { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } };

    private ServedResource Resource(JsonObject obj) => Api.Resources.First(served => served.Kind == obj.Text("kind") && served.ApiVersion == obj.Text("apiVersion"));

    private bool IsNamespaced(string resource) => Api.Resources.First(served => served.Resource == resource).Namespaced;

    private sealed class Authority : IClusterAuthority
    {
        public string CertificatePem => "-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n";
    }
}
