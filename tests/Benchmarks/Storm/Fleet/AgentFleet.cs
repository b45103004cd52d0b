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
        var first = TimeSpan.FromSeconds(options.FirstDialsWithin) / _agents.Length;
        _work = Task.WhenAll([TickAsync(), .. _agents.Select((agent, i) => agent.RunAsync(first * i, _stopping.Token))]);
    }

    public FleetCounts Counts => _ledger.Counts;

    public static AgentFleet Start(FleetOptions options) => new(options);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _work;
        _dialler.Dispose();
        _stopping.Dispose();
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
