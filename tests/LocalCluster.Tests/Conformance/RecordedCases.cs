namespace Pdp.LocalCluster.Tests.Conformance;

/// <summary>
/// Plays all recorded cases, a few at a time and each against an empty cluster of its own: most of their time is spent waiting for
/// controllers, as it was when they were recorded.
/// </summary>
public sealed class RecordedCases : IAsyncLifetime
{
    private const int AtOnce = 3;

    private readonly SemaphoreSlim _places = new(AtOnce);
    private readonly CancellationTokenSource _end = new();
    private Dictionary<string, Task<CaseReport>> _playing = [];

    public ValueTask InitializeAsync()
    {
        // The longest first, so that they do not end alone.
        _playing = RecordedCase.Names.OrderByDescending(n => n is "08-rollout" or "09-workloads")
            .ToDictionary(n => n, PlayAsync, StringComparer.Ordinal);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_playing.Values).ContinueWith(_ => { }, TaskScheduler.Default);
        _places.Dispose();
        _end.Dispose();
    }

    internal Task<CaseReport> PlayedAsync(string name) => _playing[name];

    private async Task<CaseReport> PlayAsync(string name)
    {
        await _places.WaitAsync(_end.Token);
        try
        {
            await using var cluster = await TestCluster.StartUntilAsync(null, _end.Token);
            var recorded = RecordedCase.Load(name);
            return new CaseReport(recorded, await new CasePlayer(cluster.Client, _end.Token).PlayAsync(recorded));
        }
        finally
        {
            _places.Release();
        }
    }
}
