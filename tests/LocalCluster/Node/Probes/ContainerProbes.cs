namespace Pdp.LocalCluster.Node.Probes;

/// <summary>
/// Probes one run of a container: the startup probe first and alone, then readiness and liveness side by side. Intervals and
/// thresholds are the kubelet's.
/// </summary>
/// <param name="check">Makes the attempts.</param>
/// <param name="subject">Whom to ask.</param>
/// <param name="report">Told of each failure: the probe's name and the message.</param>
/// <param name="time">The clock.</param>
internal sealed class ContainerProbes(ProbeCheck check, ProbeSubject subject, Action<string, string> report, TimeProvider time)
{
    private readonly Probe? _startup = Probe.Of(subject.Container, "startupProbe");
    private readonly Probe? _readiness = Probe.Of(subject.Container, "readinessProbe");
    private readonly Probe? _liveness = Probe.Of(subject.Container, "livenessProbe");

    /// <summary>Runs until cancelled, or until the container should be killed.</summary>
    /// <returns>The probe whose threshold was passed.</returns>
    public async Task<(string Name, TimeSpan? Grace)> WatchAsync(Action started, Action<bool> ready, CancellationToken cancellationToken)
    {
        if (_startup is { } startup && !await PassesAsync(startup, cancellationToken)) return ("startup", startup.Grace);
        started();
        if (_readiness is null) ready(true);
        var readiness = _readiness is null ? Task.CompletedTask : FollowAsync(_readiness, "Readiness", initially: false, ready, cancellationToken);
        if (_liveness is { } liveness)
        {
            var fails = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var following = FollowAsync(liveness, "Liveness", initially: true, alive => { if (!alive) fails.TrySetResult(); }, cancellationToken);
            if (await Task.WhenAny(fails.Task, following) == fails.Task) return ("liveness", liveness.Grace);
            await following;
        }

        await readiness;
        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        return default;
    }

    private async Task<bool> PassesAsync(Probe startup, CancellationToken cancellationToken)
    {
        await Task.Delay(startup.InitialDelay, time, cancellationToken);
        for (var failures = 0; failures < startup.FailureThreshold; failures++)
        {
            var result = await check.TryAsync(startup.Action, subject, startup.Timeout, cancellationToken);
            if (result.Succeeded) return true;
            report("Startup", result.Message);
            await Task.Delay(startup.Period, time, cancellationToken);
        }

        return false;
    }

    private async Task FollowAsync(Probe probe, string name, bool initially, Action<bool> tell, CancellationToken cancellationToken)
    {
        await Task.Delay(probe.InitialDelay, time, cancellationToken);
        var (state, run, last) = (initially, 0, initially);
        while (true)
        {
            var result = await check.TryAsync(probe.Action, subject, probe.Timeout, cancellationToken);
            if (!result.Succeeded) report(name, result.Message);
            run = result.Succeeded == last ? run + 1 : 1;
            last = result.Succeeded;
            if (last != state && run >= (last ? probe.SuccessThreshold : probe.FailureThreshold))
            {
                state = last;
                tell(state);
            }

            await Task.Delay(probe.Period, time, cancellationToken);
        }
    }
}
