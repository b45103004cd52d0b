using System.Text.Json.Nodes;
using Pdp.Kubernetes.Errors;

namespace Pdp.Kubernetes.Watching;

/// <summary>
/// One step of a watch. It starts with <see cref="Reset"/>, an <see cref="Added"/> per object, then <see cref="Synced"/>; from there on
/// changes follow one by one. When the server no longer knows the version reached, it starts anew with <see cref="Reset"/>.
/// <see cref="ObjectCache"/> makes a steady picture of it.
/// </summary>
public abstract record WatchNotification
{
    private WatchNotification()
    {
    }

    /// <summary>What was told so far is out of date: all objects follow once more. What does not come again is gone.</summary>
    public sealed record Reset : WatchNotification;

    /// <summary>An object that is there, or has begun to match the selectors.</summary>
    /// <param name="Object">The object, <c>apiVersion</c> and <c>kind</c> included.</param>
    public sealed record Added(JsonObject Object) : WatchNotification;

    /// <summary>An object that has changed.</summary>
    /// <param name="Object">The object as it is now.</param>
    public sealed record Modified(JsonObject Object) : WatchNotification;

    /// <summary>An object that is gone, or has ceased to match the selectors.</summary>
    /// <param name="Object">The object as it was last.</param>
    public sealed record Deleted(JsonObject Object) : WatchNotification;

    /// <summary>All objects have been told; the picture is whole as of this version.</summary>
    /// <param name="ResourceVersion">The version of the collection.</param>
    public sealed record Synced(string ResourceVersion) : WatchNotification;

    /// <summary>The server cannot be followed now; the picture may be stale until <see cref="Resumed"/> or <see cref="Reset"/>.</summary>
    /// <param name="Error">Why.</param>
    /// <param name="RetryIn">When the next attempt is made.</param>
    public sealed record Interrupted(KubernetesException Error, TimeSpan RetryIn) : WatchNotification;

    /// <summary>Changes are followed again after <see cref="Interrupted"/>, with none missed.</summary>
    public sealed record Resumed : WatchNotification;
}
