namespace Pdp.Benchmarks.Storm.Fleet;

/// <summary>Many light agents in this process, and the one clock that pings for all of them.</summary>
internal sealed class AgentFleet : IAsyncDisposable
{
    private static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stopping = new();
    private readonly FleetLedger _ledger = new();
    private readonly LightDialler _dialler;
    private readonly LightAgent[] _agents;
    private readonly Task _work;

    private AgentFleet(FleetOptions options)
    {
        _dialler = new LightDialler(options);
        _agents = [.. options.Agents.Select(agent => new LightAgent(agent, _dialler, _ledger))];
        _work = RunAsync(options);
    }

    public FleetCounts Counts => _ledger.Counts with { Enrolled = _agents.Count(agent => agent.Identity is not null) };

    /// <summary>Done when the fleet has stopped; failed when it could not enrol.</summary>
    public Task Completion => _work;

    public static AgentFleet Start(FleetOptions options) => new(options);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _work;
        _dialler.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync(FleetOptions options)
    {
        try
        {
            using var enrolment = new LightEnrolment(options, _dialler.Trust());
            await enrolment.EnrolAsync(_agents, _stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return;
        }

        var first = TimeSpan.FromSeconds(options.FirstDialsWithin) / _agents.Length;
        await Task.WhenAll([TickAsync(), .. _agents.Select((agent, i) => agent.RunAsync(first * i, _stopping.Token))]);
    }

    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(TickEvery, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                foreach (var agent in _agents)
                {
                    agent.Tick();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The fleet is being stopped.
        }
    }
}
