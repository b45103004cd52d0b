using Pdp.Core.Logs;
using Pdp.Core.Ports;
using Pdp.Observability.Tasks;
using Pdp.PlaneStore;
using Pdp.PlaneStore.Runs;

namespace Pdp.Daemon.Observability.Runs;

/// <summary>Remembers runs of tasks for as long as the store keeps them, and answers from there after it has looked what is new.</summary>
internal sealed class RunRecorder(RunReading reading, PlaneStores stores, TimeProvider time) : ITaskRuns, IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _one = new(1);
    private Dictionary<(string, string, string, string, string), string> _remembered = [];

    /// <summary>Remembers until cancelled. A cluster that cannot be read now is asked again.</summary>
    /// <exception cref="PlaneStoreException">The store cannot be written.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // The store may be another than the one before.
        _remembered = [];
        using var ticks = new PeriodicTimer(_interval, time);
        do
        {
            await RecordAsync(cancellationToken);
        }
        while (await ticks.WaitForNextTickAsync(cancellationToken));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TaskRun>> ListAsync(IReadOnlyList<LogScope> scopes, int limit, CancellationToken cancellationToken)
    {
        await RecordAsync(cancellationToken);
        return stores.Runs.List(scopes, limit);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TaskRun>> FindAsync(IReadOnlyList<LogScope> scopes, string id, CancellationToken cancellationToken)
    {
        await RecordAsync(cancellationToken);
        return stores.Runs.Find(scopes, id);
    }

    public void Dispose() => _one.Dispose();

    // Only what has changed is written.
    private async Task RecordAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var now = (await reading.ReadAsync(cancellationToken)).GroupBy(Key).ToDictionary(same => same.Key, same => same.First());
            stores.Runs.Remember([.. now.Where(one => _remembered.GetValueOrDefault(one.Key) != Text(one.Value)).Select(one => one.Value)]);
            _remembered = now.ToDictionary(one => one.Key, one => Text(one.Value));
        }
        catch (ClusterException)
        {
            // What is known stands.
        }
        finally
        {
            _one.Release();
        }
    }

    private static (string, string, string, string, string) Key(TaskRun run) => (run.Organization, run.Project, run.Environment, run.Component, run.Id);

    private static string Text(TaskRun run) => $"{run with { Pods = [] }} {string.Join(' ', run.Pods)}";
}
