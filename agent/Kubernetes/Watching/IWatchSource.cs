using Pdp.Kubernetes.Verbs;

namespace Pdp.Kubernetes.Watching;

/// <summary>The two requests a watch is made of.</summary>
internal interface IWatchSource
{
    /// <summary>One page of the first list.</summary>
    Task<ListPage> ListAsync(string? rest, CancellationToken cancellationToken);

    /// <summary>Opens the stream of events from a version on.</summary>
    Task<Stream> OpenAsync(string resourceVersion, TimeSpan duration, CancellationToken cancellationToken);
}
