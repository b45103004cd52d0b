namespace Pdp.Kubernetes.Leases;

/// <summary>
/// Lets one of several processes lead at a time, by a <c>coordination.k8s.io</c> Lease and with client-go's rules, so that it also gets on
/// with candidates written in Go. Clocks of different machines are never compared.
/// </summary>
public sealed class LeaseElection
{
    private static readonly TimeSpan _releaseLimit = TimeSpan.FromSeconds(5);

    private readonly IKubernetesApi _api;
    private readonly LeaseOptions _options;
    private readonly TimeProvider _time;
    private readonly Func<double> _chance;
    private readonly LeaseCandidate _candidate;

    /// <summary>A candidate; it does not stand yet.</summary>
    /// <param name="api">The cluster.</param>
    /// <param name="options">Which lease, and how patiently.</param>
    /// <param name="time">The clock; the system's when null.</param>
    /// <param name="chance">Gives numbers from 0 up to but not 1; <see cref="Random.Shared"/> when null.</param>
    /// <exception cref="ArgumentException">The options break rules; all are named.</exception>
    public LeaseElection(IKubernetesApi api, LeaseOptions options, TimeProvider? time = null, Func<double>? chance = null)
    {
        if (options.Problems() is { Count: > 0 } problems) throw new ArgumentException(string.Join(' ', problems), nameof(options));
        (_api, _options) = (api, options);
        (_time, _chance) = (time ?? TimeProvider.System, chance ?? Random.Shared.NextDouble);
        _candidate = new LeaseCandidate(api, options, _time);
    }

    /// <summary>
    /// Stands by until the lease can be had, leads, and after losing it stands by again. Returns when stopped, or when
    /// <paramref name="lead"/> returns while leading; what it throws is thrown on. In all these cases the lease is given back.
    /// </summary>
    /// <param name="lead">
    /// What the leader does. Its token is cancelled when the lease is lost or not renewed by the deadline; a new term does not begin
    /// before it has returned, so two terms of one process never overlap.
    /// </param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task RunAsync(Func<LeadershipTerm, CancellationToken, Task> lead, CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var term = await TakeAsync(cancellationToken);
                if (await LeadAsync(term, lead, cancellationToken)) return;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped, which is no failure.
        }
    }

    private async Task<LeadershipTerm> TakeAsync(CancellationToken cancellationToken)
    {
        using var watch = new LeaseWatch(_api, _options);
        while (true)
        {
            var began = _time.GetTimestamp();
            if (await _candidate.TryAsync(_options.RenewDeadline, cancellationToken) is { } record)
            {
                var term = new LeadershipTerm(record, _time);
                term.HoldUntil(Deadline(began));
                // The attempt took so long that what it won has run out.
                if (term.IsHeld) return term;
            }
            await StandByAsync(watch, cancellationToken);
        }
    }

    // Until the lease may be had: as far as it can be watched that is heard of, otherwise it is time to look again.
    private async Task StandByAsync(LeaseWatch watch, CancellationToken cancellationToken)
    {
        // Candidates who began together should not stay in step.
        var retry = _options.RetryPeriod * (1 + 0.2 * _chance());
        for (var isFirst = true; ; isFirst = false)
        {
            var (isFollowing, lease, changed) = watch.Picture;
            var freeIn = isFollowing ? _candidate.Hear(lease) : TimeSpan.Zero;
            // Free, and yet it was not to be had a moment ago.
            if (freeIn == TimeSpan.Zero && isFollowing && !isFirst) return;
            using var heard = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var pause = Task.Delay(freeIn > TimeSpan.Zero ? freeIn : retry, _time, heard.Token);
            var first = await Task.WhenAny(pause, changed);
            cancellationToken.ThrowIfCancellationRequested();
            if (first == pause) return;
            await heard.CancelAsync();
        }
    }

    /// <summary>One term; true when the work is done and nobody needs to stand again.</summary>
    private async Task<bool> LeadAsync(
        LeadershipTerm term, Func<LeadershipTerm, CancellationToken, Task> lead, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var finished = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var keeping = KeepAsync(term, ended, finished.Token);
        try
        {
            await lead(term, ended.Token);
            return !ended.IsCancellationRequested;
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            await finished.CancelAsync();
            await keeping;
            term.End();
            // Not under the caller's token, which is the very reason to give it back.
            using var limit = new CancellationTokenSource(_releaseLimit, _time);
            await ReleaseAsync(term.IsSettled, limit.Token);
        }
    }

    /// <summary>Renews until told to finish; ends the term when that does not succeed in time.</summary>
    private async Task KeepAsync(LeadershipTerm term, CancellationTokenSource ended, CancellationToken finished)
    {
        // Goes off by itself, also while an attempt hangs.
        using var deadline = new CancellationTokenSource(term.Remaining, _time);
        await using var ending = deadline.Token.Register(() => Lose(term, ended));
        try
        {
            var renewed = true;
            while (!ended.IsCancellationRequested)
            {
                await Task.Delay(renewed ? _options.RenewPeriod : _options.RetryPeriod, _time, finished);
                var began = _time.GetTimestamp();
                renewed = await _candidate.TryAsync(AttemptLimit, finished) is not null;
                if (_candidate.IsWithAnother) Lose(term, ended);
                if (!renewed || !term.IsHeld) continue;
                term.HoldUntil(Deadline(began));
                deadline.CancelAfter(term.Remaining);
            }
        }
        catch (OperationCanceledException) when (finished.IsCancellationRequested)
        {
            // The work is done, or we are being stopped.
        }
        finally
        {
            // Whatever else ended the renewals, the leader must not go on without them.
            if (!finished.IsCancellationRequested) Lose(term, ended);
        }
    }

    private void Lose(LeadershipTerm term, CancellationTokenSource ended)
    {
        if (ended.IsCancellationRequested) return;
        term.End();
        _options.Notices?.Invoke(new LeaseNotice.Lost());
        // Not waited for: what the leader hung on its token runs elsewhere, and cannot fail the clock that cancels it.
        _ = ended.CancelAsync();
    }

    // Two attempts that hang fit between a renewal that is due and the deadline.
    private TimeSpan AttemptLimit => (_options.RenewDeadline - _options.RenewPeriod - _options.RetryPeriod) / 2 is var half
        && half > TimeSpan.Zero ? half : _options.RenewDeadline / 2;

    private async Task ReleaseAsync(bool isSettled, CancellationToken limit)
    {
        try
        {
            await _candidate.ReleaseAsync(isSettled, limit);
        }
        catch (OperationCanceledException)
        {
            // The next one waits for it to run out.
        }
    }

    // From before the request, since nobody knows when in between the server wrote it.
    private long Deadline(long began) => began + (long)(_options.RenewDeadline.TotalSeconds * _time.TimestampFrequency);
}
