using Pdp.Kubernetes.Leases;
using Pdp.Testing;

namespace Pdp.Kubernetes.Tests.Support;

/// <summary>A process that stands for the lease and, leading, works until told to stop.</summary>
internal sealed class Candidate : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly FakeLeaseApi _api;
    private readonly ManualTimeProvider _time;
    private readonly Task _running;

    public Candidate(
        FakeLeaseApi api,
        ManualTimeProvider time,
        string name,
        Func<string, bool>? failing = null,
        Func<LeaseOptions, LeaseOptions>? change = null)
    {
        (_api, _time, Name) = (api, time, name);
        IKubernetesApi way = failing is null ? api : new FailingApi(api, failing);
        var election = new LeaseElection(way, (change ?? (o => o))(Options(name)) with { Notices = Notices.Add }, time, () => 1);
        _running = election.RunAsync(LeadAsync, _stop.Token);
    }

    public static LeaseOptions Options(string identity) => new() { Namespace = "pdp-system", Name = "agent", Identity = identity };

    public string Name { get; }

    public List<LeaseNotice> Notices { get; } = [];

    public LeadershipTerm Term { get; private set; } = null!;

    public int Terms { get; private set; }

    public bool IsLeading { get; private set; }

    public bool IsStopping { get; private set; }

    public bool HoldsLease => Term is { IsHeld: true };

    public TaskCompletionSource? EndWork { get; set; }

    public Task LeadsAsync() => Eventually.TrueAsync(() => IsLeading, cancellationToken: TestContext.Current.CancellationToken);

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        _api.Before = _api.After = static (_, _) => Task.CompletedTask;
        EndWork?.TrySetResult();
        await _stop.CancelAsync();
        // What a test left hanging hangs by a clock that nobody moves any more.
        await _time.AdvanceUntilAsync(() => _running.IsCompleted, TimeSpan.FromSeconds(1), cancellationToken: TestContext.Current.CancellationToken);
        await _running;
        _stop.Dispose();
    }

    private async Task LeadAsync(LeadershipTerm term, CancellationToken cancellationToken)
    {
        (Term, IsLeading, IsStopping) = (term, true, false);
        Terms++;
        var stopped = new TaskCompletionSource();
        await using (cancellationToken.Register(() => stopped.TrySetResult())) await stopped.Task;
        IsStopping = true;
        if (EndWork is { } end) await end.Task;
        IsLeading = false;
    }
}
