using Pdp.Core.Connections;
using Pdp.Core.Intents;
using Pdp.Core.Render.Routes;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>
/// Finds the endpoint a connection names among the intents of its component. Their documents alone decide, not how they are doing.
/// </summary>
/// <param name="clusterDomain">The cluster's DNS domain.</param>
public sealed class ConnectionFinder(string clusterDomain)
{
    /// <summary>Finds it.</summary>
    /// <param name="target">What the connection names.</param>
    /// <param name="consumer">Who calls.</param>
    /// <param name="candidates">The intents that make the component, one for each track.</param>
    public ConnectionOutcome Find(ConnectionTarget target, IntentMetadata consumer, IReadOnlyList<TypedIntent> candidates)
    {
        var place = ComponentPlace.Of(target, consumer);
        var deployed = candidates.Where(candidate => candidate.State != ComponentState.Undeployed && candidate.Spec is ComponentSpec).ToList();
        if (Pick(target.Version, deployed) is not { } provider)
            return new ConnectionOutcome(null, NotThere(place, target.Version, deployed));
        var spec = (ComponentSpec)provider.Spec;
        if (EndpointOf(target, spec) is not var (name, endpoint))
            return new ConnectionOutcome(null, NoEndpoint(place, target.Endpoint, spec));
        if (target.Project is { } project && project != consumer.Project && !IsForOthers(endpoint))
        {
            return new ConnectionOutcome(
                null, $"endpoint {name} of {place} is for its own project only; its visibility has to name organization", IsDenied: true);
        }

        var targetPort = TargetPorts.NameOf(endpoint, spec.Containers);
        var found = Of(target, consumer, name, endpoint.Protocol, endpoint.Port, endpoint.BasePath, targetPort);
        return new ConnectionOutcome(spec.Proxy is { } proxy ? Through(proxy, found) : found);
    }

    /// <summary>Where a connection to something outside leads; null where the document breaks the rules.</summary>
    public static ResolvedConnection? Outside(string url) => ExternalAddress.TryRead(url, out var connection, out _) ? connection : null;

    /// <summary>The connection of a name that a component declares for its whole project; null when it does not.</summary>
    /// <param name="name">The name.</param>
    /// <param name="candidates">The intents that make the component.</param>
    public static ConnectionSpec? Shared(string name, IReadOnlyList<TypedIntent> candidates) => candidates
        .Select(candidate => candidate.Spec)
        .OfType<ComponentSpec>()
        .Where(spec => spec.State != ComponentState.Undeployed)
        .Select(spec => spec.Connections.GetValueOrDefault(name))
        .FirstOrDefault(connection => connection is { Scope: ConnectionScope.Project });

    /// <summary>Where a connection leads whose component is gone, as it was resolved last.</summary>
    public ResolvedConnection Remembered(ConnectionTarget target, IntentMetadata consumer, ConnectionStatus known) =>
        Of(target, consumer, known.Endpoint, known.Protocol, known.Port, known.BasePath, known.TargetPort);

    private static ResolvedConnection Through(ProxySpec proxy, ResolvedConnection found) =>
        ProxyTarget.Of(proxy) is { } outside ? found with { Provider = found.Provider! with { Outside = (outside.Host, outside.Port) } } : found;

    private ResolvedConnection Of(
        ConnectionTarget target, IntentMetadata consumer, string endpoint, EndpointProtocol protocol, int port, string? basePath, string targetPort)
    {
        var metadata = consumer with { Project = target.Project ?? consumer.Project };
        var @namespace = NamespaceName.Of(metadata);
        var host = $"{ServiceOf(target)}.{@namespace}.svc.{clusterDomain}";
        var scheme = Schemes.Of(protocol, isTls: false);
        return new ResolvedConnection
        {
            Url = $"{scheme}://{host}:{port}{basePath}",
            Scheme = scheme,
            Host = host,
            Port = port,
            BasePath = basePath ?? "",
            Provider = new ConnectionProvider(
                new EndpointKey(
                    metadata.Organization, metadata.Project, metadata.Environment, target.Component, target.Version ?? "", endpoint),
                @namespace,
                protocol,
                targetPort),
        };
    }

    private static string ServiceOf(ConnectionTarget target) => target.Version switch
    {
        { } version when TrackVersion.IsMajor(version) && TrackVersion.TryParse(version, out var major) =>
            ObjectNames.Stable(target.Component, major.MajorName),
        var version => new ObjectNames(target.Component, version).Base,
    };

    // Within a major version the endpoints of the newest track are those of all: a stable Service leads to one of them.
    private static TypedIntent? Pick(string? version, List<TypedIntent> deployed)
    {
        if (version is null || !TrackVersion.IsMajor(version) || !TrackVersion.TryParse(version, out var major))
            return deployed.Find(intent => intent.Metadata.Track == version);
        return deployed
            .Select(intent => (Intent: intent, IsVersion: TrackVersion.TryParse(intent.Metadata.Track, out var track), Track: track))
            .Where(found => found.IsVersion && found.Track.Major == major.Major)
            .OrderByDescending(found => found.Track)
            .Select(found => found.Intent)
            .FirstOrDefault();
    }

    private static (string Name, EndpointSpec Endpoint)? EndpointOf(ConnectionTarget target, ComponentSpec spec) => target.Endpoint switch
    {
        null when spec.Endpoints.Count == 1 => (spec.Endpoints.First().Key, spec.Endpoints.First().Value),
        { } name when spec.Endpoints.TryGetValue(name, out var endpoint) => (name, endpoint),
        _ => null,
    };

    private static bool IsForOthers(EndpointSpec endpoint) =>
        endpoint.Visibility.Any(visibility => visibility is EndpointVisibility.Organization or EndpointVisibility.Public);

    private static string NotThere(ComponentPlace place, string? version, List<TypedIntent> deployed)
    {
        var tracks = string.Join(", ", deployed.Select(intent => intent.Metadata.Track).OfType<string>().Order(StringComparer.Ordinal));
        return (version, tracks.Length) switch
        {
            (_, 0) when deployed.Count == 0 => $"{place} is not deployed on this plane",
            (null, _) => $"{place} has versions ({tracks}); name one with version",
            (_, 0) => $"{place} has no versions; leave version out",
            _ => $"{place} has no version {version}, only {tracks}",
        };
    }

    private static string NoEndpoint(ComponentPlace place, string? wanted, ComponentSpec spec)
    {
        var names = string.Join(", ", spec.Endpoints.Keys.Order(StringComparer.Ordinal));
        return (wanted, spec.Endpoints.Count) switch
        {
            (_, 0) => $"{place} has no endpoint",
            (null, _) => $"{place} has several endpoints ({names}); name one with endpoint",
            _ => $"{place} has no endpoint {wanted}, only {names}",
        };
    }
}
