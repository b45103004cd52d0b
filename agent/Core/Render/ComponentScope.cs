using System.Text.Json.Nodes;
using Pdp.Core.Connections;
using Pdp.Core.Intents;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>What every part of a component's rendering shares.</summary>
/// <param name="Metadata">The intent's metadata.</param>
/// <param name="Spec">The component.</param>
/// <param name="Namespace">The derived namespace.</param>
/// <param name="Context">The cluster and the customer's rules.</param>
/// <param name="TaskId">The intent of the task this is a run of; null unless it is one.</param>
internal sealed record ComponentScope(
    IntentMetadata Metadata, ComponentSpec Spec, string Namespace, RenderContext Context, string? TaskId = null)
{
    // The sleep action of preStop is on by default since Kubernetes 1.30 (KEP-3960); an older server would drop it.
    private const int SleepActionSince = 30;

    private static readonly ResolvedConnection _unknown = new() { Url = "", Scheme = "", Host = "", Port = 0 };

    /// <summary>
    /// Seconds a leaving pod goes on serving, until no proxy sends it requests any more; 0 where nobody calls it or the cluster cannot do
    /// it.
    /// </summary>
    public int DrainSeconds => Spec.Endpoints.Count > 0 && Context.ServerMinor >= SleepActionSince ? Draining.ServingSeconds : 0;

    /// <summary>Seconds a pod has from when it is told to leave until it is killed.</summary>
    public int GraceSeconds => DrainSeconds + Draining.EndingSeconds(Spec.Endpoints.Values.Select(endpoint => endpoint.Protocol));

    /// <summary>The names of its objects.</summary>
    public ObjectNames Names { get; } = TaskId is null ? ObjectNames.Of(Metadata) : ObjectNames.OfRun(Metadata);

    /// <summary>Who its pods are: a run is who its task is.</summary>
    public string ServiceAccount { get; } = ObjectNames.Of(Metadata).Base;

    /// <summary>Whether it is a manual task by itself, which runs nothing.</summary>
    public bool OnlyWaitsForRuns => Spec.Type == ComponentType.ManualTask && TaskId is null;

    /// <summary>The revision of its pods; null for what has none to tell apart, and until they are rendered.</summary>
    public string? Revision { get; init; }

    /// <summary>Whether the workload is named by its revision, so that it can stand beside another.</summary>
    public bool IsBesideOthers => Revision is not null && Spec.Rollout.HasSteps();

    /// <summary>The name of the workload, and of what belongs to it alone.</summary>
    public string WorkloadName => IsBesideOthers ? Names.OfRevision(Revision!) : Names.Base;

    /// <summary>The labels of its objects.</summary>
    public IntentLabels Labels { get; } = new(Metadata, Spec.Release);

    /// <summary>What selects its pods, where workloads stand beside each other those of its own revision.</summary>
    public Dictionary<string, string> Selector()
    {
        var selector = Labels.Selector();
        if (IsBesideOthers) selector[ManagedMetadata.RevisionLabel] = Revision!;
        return selector;
    }

    /// <summary>Every container of its pods with its name, those that start first, first.</summary>
    public IReadOnlyList<(string Name, ContainerBasics Container)> AllContainers { get; } =
        [.. ContainerRule.InPods(Spec).Select(container => (container.Name, container.Container))];

    /// <summary>Its containers, ordered by name: a map of a document has no order.</summary>
    public IReadOnlyList<KeyValuePair<string, ContainerSpec>> Containers { get; } =
        [.. Spec.Containers.OrderBy(container => container.Key, StringComparer.Ordinal)];

    /// <summary>Its endpoints, ordered by name.</summary>
    public IReadOnlyList<KeyValuePair<string, EndpointSpec>> Endpoints { get; } =
        [.. Spec.Endpoints.OrderBy(endpoint => endpoint.Key, StringComparer.Ordinal)];

    /// <summary>Its connections, ordered by name, as far as it is known where they lead.</summary>
    public IReadOnlyList<KeyValuePair<string, ResolvedConnection>> Connections { get; } = ConnectionsOf(Spec, Context);

    /// <summary>Where a connection leads; empty everywhere where that is not known.</summary>
    public ResolvedConnection Connection(string name) => Connections.FirstOrDefault(connection => connection.Key == name).Value ?? _unknown;

    /// <summary>A value with the addresses of the connections it names.</summary>
    public string Expand(string value) => ConnectionText.Expand(value, written =>
        ConnectionText.Find(written, Spec.Connections.Keys) is { } name ? Connection(name).Url : "");

    /// <summary>The image of a container, pinned to its digest where that is known.</summary>
    public string ImageOf(string name, ContainerBasics container) =>
        Context.Images.FirstOrDefault(image => image.Container == name)?.Reference ?? container.Image;

    /// <summary>An object with the labels all share.</summary>
    /// <param name="apiVersion">Its API version.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="name">Its name.</param>
    /// <param name="body">Its other members, in order.</param>
    public DesiredObject Object(string apiVersion, string kind, string name, params ReadOnlySpan<(string Name, JsonNode? Value)> body) =>
        Object(apiVersion, kind, name, Labels.Common(), [], body);

    /// <summary>An object with labels and annotations of its own.</summary>
    public DesiredObject Object(
        string apiVersion,
        string kind,
        string name,
        Dictionary<string, string> labels,
        IEnumerable<KeyValuePair<string, string>> annotations,
        params ReadOnlySpan<(string Name, JsonNode? Value)> body)
    {
        var metadata = Sparse.Object(
            ("name", name), ("namespace", Namespace), ("labels", Sparse.Map(labels)), ("annotations", Sparse.Map(annotations)));
        var manifest = Sparse.Object([("apiVersion", apiVersion), ("kind", kind), ("metadata", metadata), .. body])!;
        return new DesiredObject($"{kind}/{name}", ManifestObject.KeyOf(manifest), manifest);
    }

    private static IReadOnlyList<KeyValuePair<string, ResolvedConnection>> ConnectionsOf(ComponentSpec spec, RenderContext context) =>
    [
        .. from connection in spec.Connections.OrderBy(connection => connection.Key, StringComparer.Ordinal)
           let resolved = connection.Value.Url is { } url && ExternalAddress.TryRead(url, out var outside, out _)
               ? outside
               : context.Connections.GetValueOrDefault(connection.Key)
           where resolved is not null
           select KeyValuePair.Create(connection.Key, resolved),
    ];
}
