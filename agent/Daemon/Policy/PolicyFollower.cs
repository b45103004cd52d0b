using Pdp.Core.Ports;

namespace Pdp.Daemon.Policy;

/// <summary>
/// Reads the policy again when its file changes. It looks at the content itself, for watches do not survive the way a ConfigMap's volume
/// is replaced. A file that is wrong changes nothing: the last good policy holds, and the log, the metrics and the health say so.
/// </summary>
internal sealed partial class PolicyFollower(
    PolicySettings settings,
    CurrentPolicy current,
    IEnumerable<IPolicyObserver> observers,
    PolicyMetrics metrics,
    TimeProvider time,
    ILogger<PolicyFollower> logger) : BackgroundService
{
    private string _good = settings.Version;
    private string? _bad;

    /// <summary>Looks at the file once.</summary>
    public void Look()
    {
        if (settings.File is not { } file) return;
        var reading = file.Read();
        if (reading.Version == _good)
        {
            if (_bad is not null) LogAsBefore(file.Path);
            _bad = null;
            current.Settle();
        }
        else if (reading.Policy is { } policy)
        {
            (_good, _bad) = (reading.Version, null);
            current.Replace(policy);
            metrics.Read(isGood: true);
            LogRead(file.Path, reading.Version[..12]);
            foreach (var observer in observers) observer.PolicyChanged();
        }
        else if (reading.Version != _bad)
        {
            _bad = reading.Version;
            current.Keep(new PolicyTrouble(current.Trouble?.Since ?? time.GetUtcNow(), reading.Problems));
            metrics.Read(isGood: false);
            foreach (var problem in reading.Problems) LogWrong(file.Path, problem);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.File is null) return;
        using var timer = new PeriodicTimer(settings.Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Look();
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }

    [LoggerMessage(EventId = 1700, EventName = "PolicyRead", Level = LogLevel.Information,
        Message = "Another policy holds from now on: {File}, version {Version}")]
    private partial void LogRead(string file, string version);

    [LoggerMessage(EventId = 1701, EventName = "PolicyWrong", Level = LogLevel.Error,
        Message = "The policy {File} is wrong, the last good one goes on holding: {Problem}")]
    private partial void LogWrong(string file, string problem);

    [LoggerMessage(EventId = 1702, EventName = "PolicyAsBefore", Level = LogLevel.Information,
        Message = "The policy {File} is as it was before again")]
    private partial void LogAsBefore(string file);
}
