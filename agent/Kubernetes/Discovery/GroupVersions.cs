using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Pdp.Kubernetes.Objects;

namespace Pdp.Kubernetes.Discovery;

/// <summary>In which versions groups are served, the preferred one first. What was learnt is believed for as long as what is known of kinds.</summary>
internal sealed class GroupVersions(KubernetesApiOptions options, TimeProvider time)
{
    private static readonly string[] _core = ["v1"];

    private readonly ConcurrentDictionary<string, (IReadOnlyList<string> Versions, long Since)> _known = new();

    /// <summary>The versions from memory; null when the server has to be asked.</summary>
    public IReadOnlyList<string>? Find(string group)
    {
        if (group.Length == 0) return _core;
        if (!_known.TryGetValue(group, out var known)) return null;
        var lifetime = known.Versions.Count > 0 ? options.DiscoveryLifetime : options.DiscoveryRetry;
        return time.GetElapsedTime(known.Since) < lifetime ? known.Versions : null;
    }

    /// <summary>The last answer, however old; null when there was none.</summary>
    public IReadOnlyList<string>? Last(string group) => _known.TryGetValue(group, out var known) && known.Versions.Count > 0 ? known.Versions : null;

    /// <summary>Takes in what the server said of a group; null when it serves none of that name.</summary>
    public IReadOnlyList<string> Learn(string group, JsonObject? document)
    {
        var versions = (document?.GetObjects("versions") ?? []).Select(version => version.GetString("version"));
        string[] ordered = [.. versions.Prepend(document?.GetString("preferredVersion", "version")).OfType<string>().Distinct()];
        _known[group] = (ordered, time.GetTimestamp());
        return ordered;
    }
}
