using System.Text.Json.Nodes;

namespace Pdp.LocalCluster.Api;

/// <summary>Where <c>pods/log</c> comes from; the node has it.</summary>
internal interface IPodLogs
{
    /// <summary>Whole lines with their line ends, in any grouping. <see cref="ApiException"/> before the first where there is no
    /// output to be had (not started yet, no previous run).</summary>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(JsonObject pod, PodLogOptions options, CancellationToken ct);
}

/// <summary>What of a container's output is wanted.</summary>
/// <param name="Container">A container the pod has; the API has checked it.</param>
/// <param name="Follow">Go on with what is written until the container ends.</param>
/// <param name="Previous">The output of the run before this one.</param>
/// <param name="Timestamps">Each line led by its RFC 3339 time and a space.</param>
/// <param name="Since">Only lines written at or after.</param>
/// <param name="TailLines">At most this many of the last lines; null for all.</param>
internal sealed record PodLogOptions(
    string Container,
    bool Follow = false,
    bool Previous = false,
    bool Timestamps = false,
    DateTimeOffset? Since = null,
    long? TailLines = null);
