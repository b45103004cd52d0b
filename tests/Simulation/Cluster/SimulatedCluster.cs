using System.Text.Json.Nodes;
using Pdp.Daemon.Hosting;
using Pdp.LocalCluster.CustomResources;
using Pdp.LocalCluster.Gateway;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Kinds;
using Pdp.LocalCluster.Registry;
using Pdp.LocalCluster.Resources;
using Pdp.LocalCluster.Storage;
using Pdp.Simulation.Engine;

namespace Pdp.Simulation.Cluster;

/// <summary>
/// The cluster's memory: the storage, the rules and the server-side apply of the embedded cluster, without its wire, its controllers and its
/// node. It survives everything but the end of the world.
/// </summary>
internal sealed class SimulatedCluster
{
    /// <summary>Where the agents live.</summary>
    public const string AgentNamespace = "pdp-system";

    private const int WatchHistory = 400;

    private static readonly ResourceRegistry _registry = Serve();

    private readonly List<Action<ClusterWrite>> _readers = [];

    public SimulatedCluster(Timeline timeline, Dice dice)
    {
        Clock = new ProcessClock(timeline, new Lifeline("cluster"));
        Store = new ObjectStore(WatchHistory);
        foreach (var resource in _registry.Current.All) Store.Table(resource.StoredAs);
        Writer = new ObjectWriter(Store, new ServiceAddresses(), Clock, newUid: dice.Fork("uids").NewId);
        Deleter = new ObjectDeleter(Store, Clock);
        Api = new ClusterApi(Store, _registry, Writer, Deleter);
        Api.Create("namespaces", Named("Namespace", AgentNamespace), "kube-apiserver");
    }

    /// <summary>The server's clock.</summary>
    public TimeProvider Clock { get; }

    public ObjectStore Store { get; }

    public ObjectWriter Writer { get; }

    public ObjectDeleter Deleter { get; }

    /// <summary>The same for controllers and for people at the keyboard.</summary>
    public ClusterApi Api { get; }

    /// <summary>Has somebody told of every write that lands.</summary>
    public void Tell(Action<ClusterWrite> reader) => _readers.Add(reader);

    /// <summary>Tells of a write that landed.</summary>
    public void Note(ClusterWrite write)
    {
        foreach (var reader in _readers) reader(write);
    }

    /// <summary>How a kind is served; null when it is not.</summary>
    public static ResourceDefinition? Find(Kubernetes.GroupVersionKind kind) => _registry.Current.OfKind(kind.ApiVersion, kind.Kind);

    /// <summary>The definition of a kind in the first version it is served in; null when it is not served.</summary>
    public static ResourceDefinition? Find(string group, string kind) =>
        _registry.Current.All.FirstOrDefault(resource => resource.Group == group && resource.Kind == kind);

    /// <summary>An object of the core group with nothing but a name.</summary>
    public static JsonObject Named(string kind, string name) =>
        new() { ["apiVersion"] = "v1", ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = name } };

    /// <summary>A deep copy that may be changed.</summary>
    public JsonObject? Copy(string resource, string? ns, string name) => (JsonObject?)Api.Get(resource, ns, name)?.DeepClone();

    private static ResourceRegistry Serve()
    {
        var registry = new ResourceRegistry();
        var intents = (JsonObject)JsonText.Parse(JsonText.Bytes(IntentDefinition.Read()))!;
        foreach (var definition in GatewayDefinitions.All().Prepend(intents))
            registry.Serve(definition.Text("metadata", "name")!, DefinitionReader.Read(definition));
        return registry;
    }
}
