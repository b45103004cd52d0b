using Pdp.Core.Objects;

namespace Pdp.Core.Render.Routes;

/// <summary>Whose routes are rendered: a component's own, or those that stay for a major version while minor ones follow each other.</summary>
/// <param name="NameBase">What the routes' names begin with.</param>
/// <param name="Major">The major version in their addresses; null for a component without a track.</param>
/// <param name="Labels">Labels of the routes.</param>
internal sealed record RouteIdentity(string NameBase, string? Major, IReadOnlyDictionary<string, string> Labels)
{
    private const int HashLength = 10;

    /// <summary>
    /// The identity that fits a component: its own without a track, that of its major version with one. What a proxy stands for has no pods that
    /// could follow each other.
    /// </summary>
    public static RouteIdentity Of(ComponentScope scope) => scope.Metadata.Track is { } track && scope.Spec.Proxy is null
        ? OfMajor(scope, VersionTrack.MajorOf(track))
        : new RouteIdentity(scope.Names.Base, null, scope.Labels.Common());

    /// <summary>Name of the route of an endpoint.</summary>
    /// <param name="word">For whom, such as <c>public</c>.</param>
    /// <param name="endpoint">The endpoint.</param>
    public string NameOf(string word, string endpoint) => $"{NameBase}--{word}-{ShortHash.Of(HashLength, endpoint)}";

    private static RouteIdentity OfMajor(ComponentScope scope, string major)
    {
        var labels = scope.Labels.Place();
        labels["app.kubernetes.io/name"] = labels[ManagedMetadata.ComponentLabel] = scope.Metadata.Component!;
        labels[ManagedMetadata.RouteLabel] = ObjectNames.Stable(scope.Metadata.Component!, major);
        return new RouteIdentity(ObjectNames.Stable(scope.Metadata.Component!, major), major, labels);
    }
}
