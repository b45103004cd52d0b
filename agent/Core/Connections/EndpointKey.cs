using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Connections;

/// <summary>An endpoint as callers name it, and so what a pod that may call it is marked with.</summary>
/// <param name="Organization">The organization.</param>
/// <param name="Project">The project.</param>
/// <param name="Environment">The environment.</param>
/// <param name="Component">The component.</param>
/// <param name="Version">The track or major version callers ask for; empty where there are no tracks.</param>
/// <param name="Endpoint">The endpoint.</param>
public sealed record EndpointKey(
    string Organization, string Project, string Environment, string Component, string Version, string Endpoint)
{
    private const int HashLength = 10;

    /// <summary>
    /// The label of pods that declare a connection to the endpoint. The pods of the endpoint let in who has it, so what a provider
    /// renders does not depend on who its consumers are.
    /// </summary>
    public string Label => ManagedMetadata.ConnectionPrefix
        + ShortHash.Of(HashLength, Organization, Project, Environment, Component, Version, Endpoint);

    /// <summary>The keys under which an endpoint of an intent is called: by its track and by its major version, or by neither.</summary>
    internal static IReadOnlyList<EndpointKey> Of(IntentMetadata metadata, string endpoint) =>
    [
        .. VersionsOf(metadata).Distinct().Select(version => new EndpointKey(
            metadata.Organization, metadata.Project, metadata.Environment, metadata.Component ?? metadata.Id, version, endpoint)),
    ];

    private static IEnumerable<string> VersionsOf(IntentMetadata metadata) =>
        TrackVersion.TryParse(metadata.Track, out var version) ? [metadata.Track!, version.MajorName] : [metadata.Track ?? ""];
}
