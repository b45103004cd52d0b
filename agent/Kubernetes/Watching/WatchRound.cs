using System.Runtime.CompilerServices;
using System.Text.Json;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Transport;
using Pdp.Kubernetes.Verbs;

namespace Pdp.Kubernetes.Watching;

/// <summary>One round of a watch: the list if there is no version to go on from, then the events until the stream ends.</summary>
internal sealed class WatchRound(IWatchSource source, Target target, WatchOptions options, KubernetesApiOptions limits, TimeProvider time)
{
    // The server ends the stream when the time asked for is over. One that does not is behind a dead connection.
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(30);

    /// <summary>The version to go on from; null to list first.</summary>
    public string? Position { get; set; }

    /// <summary>Whether changes could not be followed for a while.</summary>
    public bool Interrupted { get; set; }

    /// <summary>Whether this round told anything beyond the first list.</summary>
    public bool Progressed { get; private set; }

    /// <exception cref="KubernetesException">It ended otherwise than by the server's good order.</exception>
    public async IAsyncEnumerable<WatchNotification> RunAsync(double chance, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Progressed = false;
        ClientMetrics.WatchStarted(target.Kind, Position is null ? "list" : "resume");
        if (Position is null)
        {
            await foreach (var notification in ListAsync(cancellationToken)) yield return notification;
        }

        var duration = limits.WatchDuration * (1 + chance);
        using var overdue = new CancellationTokenSource(duration + _grace, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(overdue.Token, cancellationToken);
        await using var stream = await source.OpenAsync(Position!, duration, cancellationToken);
        if (Interrupted) yield return new WatchNotification.Resumed();
        Interrupted = false;

        using var lines = new LineReader(stream, limits.MaxEventBytes);
        while (await NextAsync(lines, either.Token, cancellationToken) is { } told)
        {
            Progressed = true;
            if (told.ResourceVersion is { Length: > 0 } version) Position = version;
            if (told.Notification is { } notification) yield return notification;
        }
    }

    private async IAsyncEnumerable<WatchNotification> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var page = await source.ListAsync(null, cancellationToken);
        Interrupted = false;
        yield return new WatchNotification.Reset();
        while (true)
        {
            foreach (var item in page.Items)
            {
                if (!options.KeepManagedFields) item.GetObject("metadata")?.Remove("managedFields");
                yield return new WatchNotification.Added(item);
            }
            if (page.Continue is null) break;
            page = await source.ListAsync(page.Continue, cancellationToken);
        }
        Position = page.ResourceVersion;
        yield return new WatchNotification.Synced(page.ResourceVersion);
    }

    private async Task<WatchEvent?> NextAsync(LineReader lines, CancellationToken either, CancellationToken cancellationToken)
    {
        try
        {
            while (await lines.NextAsync(either) is { } line)
            {
                if (line.End == LineEnd.TooLong)
                    throw TransportFailure.BadAnswer(target.About, $"An event is larger than {limits.MaxEventBytes} bytes.");
                if (line.Bytes.Span.Trim(" \r"u8).IsEmpty) continue;
                // Every event ends its line. A line that the end of the stream ends is a lost connection that looks like good order.
                if (line.End == LineEnd.StreamEnd) throw new IOException("The connection was lost in the middle of an event.");
                return WatchEvent.Parse(line.Bytes.Span, target, options, limits.MaxDepth);
            }
            return null;
        }
        catch (JsonException malformed)
        {
            throw TransportFailure.BadAnswer(target.About, $"An event is not usable JSON: {malformed.Message}", malformed);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw TransportFailure.TooSlow(target.About, limits.WatchDuration);
        }
        catch (Exception broken) when (TransportFailure.Is(broken))
        {
            throw TransportFailure.From(target.About, broken);
        }
    }
}
