using Pdp.Kubernetes;
using Pdp.Kubernetes.Verbs;

namespace Pdp.Daemon.Cluster.Objects;

/// <summary>
/// Names that are taken in a namespace by objects that are not followed: others made them, or somebody took the label off. Asked for all of a
/// kind at once and believed for a short while, so that a thousand new objects do not cost a thousand questions. Nothing is written over by
/// what was believed too long: a create is refused where an object is. Safe for any number of threads.
/// </summary>
internal sealed class OthersNames(IKubernetesApi api, TimeProvider time)
{
    // Where others have more than that, each name is asked for by itself.
    private const int Most = 500;
    private const int MostRemembered = 1024;

    private static readonly TimeSpan _believed = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<(GroupVersionKind Kind, string Namespace), (Task<IReadOnlySet<string>?> Names, long At)> _asked = [];

    /// <summary>Whether an object that is not followed may have this name.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="selector">Finds the objects of the kind that are not followed.</param>
    /// <param name="namespace">Its namespace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="Pdp.Kubernetes.Errors.KubernetesException">It could not be asked.</exception>
    public async Task<bool> MayHaveAsync(
        GroupVersionKind kind, string selector, string @namespace, string name, CancellationToken cancellationToken) =>
        await AskedAsync(kind, selector, @namespace).WaitAsync(cancellationToken) is not { } names || names.Contains(name);

    /// <summary>What was known of a namespace is over.</summary>
    public void Forget(GroupVersionKind kind, string @namespace)
    {
        lock (_lock) _asked.Remove((kind, @namespace));
    }

    private Task<IReadOnlySet<string>?> AskedAsync(GroupVersionKind kind, string selector, string @namespace)
    {
        lock (_lock)
        {
            if (_asked.TryGetValue((kind, @namespace), out var asked) && IsBelieved(asked)) return asked.Names;
            if (_asked.Count >= MostRemembered) ForgetOld();
            // Who asked first may give up, and others still wait.
            var names = Task.Run(() => ListAsync(kind, selector, @namespace));
            _asked[(kind, @namespace)] = (names, time.GetTimestamp());
            return names;
        }
    }

    private bool IsBelieved((Task<IReadOnlySet<string>?> Names, long At) asked) =>
        asked.Names is { IsFaulted: false, IsCanceled: false } && time.GetElapsedTime(asked.At) < _believed;

    private void ForgetOld()
    {
        foreach (var (key, _) in _asked.Where(entry => !IsBelieved(entry.Value)).ToList()) _asked.Remove(key);
    }

    // Null when there are too many.
    private async Task<IReadOnlySet<string>?> ListAsync(GroupVersionKind kind, string selector, string @namespace)
    {
        var options = new ListOptions { Namespace = @namespace, LabelSelector = selector, MetadataOnly = true, PageSize = Most };
        var names = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var other in api.ListAsync(kind, options, CancellationToken.None))
        {
            names.Add((string?)other["metadata"]?["name"] ?? "");
            if (names.Count == Most) return null;
        }
        return names;
    }
}
