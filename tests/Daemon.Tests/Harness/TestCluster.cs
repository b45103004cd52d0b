using System.Text.Json.Nodes;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Configuration;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Verbs;
using Pdp.LocalCluster;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Harness;

/// <summary>
/// An embedded cluster whose pods become ready without a process, with the Intent definition installed, and its administrator.
/// </summary>
public sealed class TestCluster : IAsyncLifetime
{
    private readonly TempDirectory _directory = new();
    private readonly Func<TempDirectory, LocalClusterOptions> _options;
    private LocalClusterServer? _server;
    private KubernetesApi? _admin;

    public TestCluster()
        : this(static _ => new LocalClusterOptions { SimulatedNode = true })
    {
    }

    /// <summary>A cluster unlike the usual one.</summary>
    internal TestCluster(Func<TempDirectory, LocalClusterOptions> options) => _options = options;

    /// <summary>How to reach it.</summary>
    internal ClusterConfig Config { get; private set; } = null!;

    /// <summary>Its kubeconfig file.</summary>
    public string Kubeconfig => _directory.Combine("kubeconfig");

    /// <summary>Every request that was made to it, one JSON object a line.</summary>
    public string AuditLog => _directory.Combine("audit.jsonl");

    /// <summary>The administrator: a client of its own.</summary>
    internal IKubernetesApi Admin => _admin!;

    public async ValueTask InitializeAsync()
    {
        _server = await LocalClusterServer.StartAsync(_options(_directory) with { AuditLogFile = AuditLog }, CancellationToken.None);
        _directory.Write("kubeconfig", _server.KubeconfigText);
        Config = Kubernetes.Configuration.Kubeconfig.Load([Kubeconfig]);
        _admin = new KubernetesApi(Config);
        await Admin.ApplyAsync(Pdp.Daemon.Hosting.IntentDefinition.Read(), Apply(), CancellationToken.None);
        await Until.TrueAsync(async () => await Admin.ResolveAsync(new("pdp.dev", "v1", "Intent"), CancellationToken.None) is not null);
    }

    public async ValueTask DisposeAsync()
    {
        _admin?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        _directory.Dispose();
    }

    /// <summary>Makes a namespace.</summary>
    public Task NamespaceAsync(string name)
    {
        var manifest = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } };
        return Admin.ApplyAsync(manifest, Apply(), CancellationToken.None);
    }

    /// <summary>One object; null when there is none.</summary>
    public Task<JsonObject?> GetAsync(string apiVersion, string kind, string? @namespace, string name) =>
        Admin.GetAsync(new ObjectReference(GroupVersionKind.Parse(apiVersion, kind), @namespace, name), CancellationToken.None);

    /// <summary>All objects of a kind that an intent made.</summary>
    public async Task<IReadOnlyList<JsonObject>> OfIntentAsync(string apiVersion, string kind, string intent)
    {
        var options = new ListOptions { LabelSelector = $"pdp.dev/intent={intent}" };
        return await Admin.ListAsync(GroupVersionKind.Parse(apiVersion, kind), options, CancellationToken.None).ToListAsync();
    }

    /// <summary>The one object of a kind that an intent made.</summary>
    public async Task<JsonObject> OneAsync(string apiVersion, string kind, string intent) =>
        Assert.Single(await OfIntentAsync(apiVersion, kind, intent));

    /// <summary>Changes an object as a person would.</summary>
    public Task<JsonObject> EditAsync(JsonObject obj, string patch) => Admin.PatchAsync(
        ObjectReference.Of(obj),
        JsonNode.Parse(patch)!.AsObject(),
        new PatchOptions { FieldManager = "kubectl-edit" },
        CancellationToken.None);

    /// <summary>Takes fields over by force, as another controller would.</summary>
    public Task ForceAsync(JsonObject obj, string fields, string manager)
    {
        var manifest = JsonNode.Parse(fields)!.AsObject();
        manifest["apiVersion"] = (string?)obj["apiVersion"];
        manifest["kind"] = (string?)obj["kind"];
        manifest["metadata"] ??= new JsonObject();
        manifest["metadata"]!["name"] = obj.Name;
        if (obj.Namespace is { } home) manifest["metadata"]!["namespace"] = home;
        return Admin.ApplyAsync(manifest, new ApplyOptions { FieldManager = manager, Force = true }, CancellationToken.None);
    }

    /// <summary>Deletes an object as a person would.</summary>
    public Task DeleteAsync(JsonObject obj) => Admin.DeleteAsync(ObjectReference.Of(obj), new DeleteOptions(), CancellationToken.None);

    private static ApplyOptions Apply() => new() { FieldManager = "test-admin", Force = true };
}
