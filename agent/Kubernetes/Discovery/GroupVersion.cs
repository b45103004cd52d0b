using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Pdp.Kubernetes.Discovery;

/// <summary>What is known of one group and version, and since when.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore has no wait handle to give back, and may still be waited on.")]
internal sealed class GroupVersion(string group, string version)
{
    private readonly SemaphoreSlim _loading = new(1);
    private volatile Knowledge? _knowledge;

    public string Group => group;

    public string Version => version;

    public string Path => group.Length == 0
        ? $"api/{Uri.EscapeDataString(version)}"
        : $"apis/{Uri.EscapeDataString(group)}/{Uri.EscapeDataString(version)}";

    /// <summary>The answer from memory, null for a kind not served; false when the server has to be asked.</summary>
    public bool Find(string kind, KubernetesApiOptions options, TimeProvider time, out ResourceMapping? mapping)
    {
        mapping = null;
        if (_knowledge is not { InDoubt: false } knowledge) return false;
        var age = time.GetElapsedTime(knowledge.Since);
        // That a kind is missing is believed for a moment only: somebody may be installing it right now.
        return age < (knowledge.Kinds.TryGetValue(kind, out mapping) ? options.DiscoveryLifetime : options.DiscoveryRetry);
    }

    /// <summary>Whether any kind is known to be served.</summary>
    public bool ServesAny => _knowledge?.Kinds.Count > 0;

    /// <summary>The last answer, however old.</summary>
    public ResourceMapping? Last(string kind) => _knowledge?.Kinds.GetValueOrDefault(kind);

    public void Learn(IEnumerable<ResourceMapping> resources, TimeProvider time)
    {
        var kinds = new Dictionary<string, ResourceMapping>(StringComparer.Ordinal);
        // A kind may be served under two names; the first one is the resource proper.
        foreach (var resource in resources) kinds.TryAdd(resource.Kind.Kind, resource);
        _knowledge = new Knowledge(kinds.ToFrozenDictionary(StringComparer.Ordinal), time.GetTimestamp(), InDoubt: false);
    }

    public void Doubt()
    {
        if (_knowledge is { } knowledge) _knowledge = knowledge with { InDoubt = true };
    }

    public async ValueTask<Turn> EnterAsync(CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken);
        return new Turn(_loading);
    }

    private sealed record Knowledge(FrozenDictionary<string, ResourceMapping> Kinds, long Since, bool InDoubt);

    /// <summary>The right to ask the server; given back when disposed.</summary>
    public readonly struct Turn(SemaphoreSlim loading) : IDisposable
    {
        public void Dispose() => loading.Release();
    }
}
