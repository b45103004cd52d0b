using System.Runtime.CompilerServices;
using Pdp.Kubernetes.Errors;

namespace Pdp.Kubernetes.Watching;

/// <summary>Runs round after round without end, so that a watch outlives connections, servers and versions.</summary>
internal sealed class WatchLoop(WatchRound round, TimeProvider time, Func<double> chance)
{
    public async IAsyncEnumerable<WatchNotification> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var backoff = new WatchBackoff();
        while (true)
        {
            var started = time.GetTimestamp();
            KubernetesException? failure = null;
            await using (var told = round.RunAsync(chance(), cancellationToken).GetAsyncEnumerator(cancellationToken))
            {
                while (true)
                {
                    try
                    {
                        if (!await told.MoveNextAsync()) break;
                    }
                    catch (KubernetesException ended) when (!IsHopeless(ended))
                    {
                        failure = ended;
                        break;
                    }
                    yield return told.Current;
                }
            }

            var next = backoff.After(failure, round.Progressed, time.GetElapsedTime(started), chance());
            if (next.List) round.Position = null;
            // An expired version is healed by the next list, which tells of itself.
            if (failure is not null && !(next.List && next.Pause == TimeSpan.Zero))
            {
                round.Interrupted = true;
                yield return new WatchNotification.Interrupted(failure, next.Pause);
            }
            if (next.Pause > TimeSpan.Zero) await Task.Delay(next.Pause, time, cancellationToken);
        }
    }

    // A selector the server does not accept while listing will never be accepted. Later on, a bad request is about the version.
    private bool IsHopeless(KubernetesException failure) =>
        round.Position is null && (failure.Status.Code == 400 || failure.Status is { Code: 0, Reason: StatusReason.Invalid });
}
