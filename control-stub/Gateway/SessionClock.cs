using Pdp.ControlStub.Gateway.Admission;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Gateway;

/// <summary>The one timer of all sessions: heartbeats, deadlines, and when agents were last heard.</summary>
internal sealed partial class SessionClock(SessionContext context, IReadOnlyList<DialBudget> budgets, ReturnSlots slots, ILogger<SessionClock> logger) : BackgroundService
{
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _noteEvery = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_tick, context.Time);
        var noted = context.Time.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var session in context.Directory.All)
                    session.Tick();
                if (context.Time.GetElapsedTime(noted) < _noteEvery)
                    continue;
                noted = context.Time.GetTimestamp();
                foreach (var budget in budgets)
                    budget.Forget();
                slots.Forget();
                await NoteAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The process is being stopped.
        }
    }

    private async Task NoteAsync(CancellationToken cancellationToken)
    {
        var now = context.Time.GetUtcNow();
        var seen = context.Directory.All.Where(s => s.IsOpen).Select(s => new PlaneSighting(s.Plane, now)).ToList();
        try
        {
            if (seen.Count > 0)
                await context.Store.Planes.NoteAsync(seen, [], cancellationToken);
        }
#pragma warning disable CA1031 // Sightings are not worth a heartbeat; the next minute tries again.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogNoteFailed(e);
        }
    }

    [LoggerMessage(2010, LogLevel.Warning, "When agents were last heard could not be kept")]
    private partial void LogNoteFailed(Exception error);
}
