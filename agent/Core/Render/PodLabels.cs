using Pdp.Core.Connections;
using Pdp.Core.Objects;
using Pdp.Core.Render.Network;

namespace Pdp.Core.Render;

/// <summary>The labels of a component's pods: the workload's, its version, and what lets them talk to others.</summary>
internal static class PodLabels
{
    public static Dictionary<string, string> Of(ComponentScope scope)
    {
        var labels = scope.Labels.Workload();
        if (TrackVersion.TryParse(scope.Metadata.Track, out var version))
        {
            labels[ManagedMetadata.TrackLabel] = scope.Metadata.Track!;
            labels[ManagedMetadata.MajorLabel] = version.MajorName;
        }

        foreach (var provider in scope.Connections.Select(connection => connection.Value.Provider).OfType<ConnectionProvider>())
            labels[provider.Key.Label] = "true";
        if (EgressRenderer.HashOf(scope) is { } hash) labels[ManagedMetadata.EgressLabel] = hash;
        return labels;
    }
}
