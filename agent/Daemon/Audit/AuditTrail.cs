using System.Threading.Channels;
using Pdp.Core.Ports;

namespace Pdp.Daemon.Audit;

/// <summary>
/// Takes events from everywhere and writes them down in one order, many at a time: whoever waits for a disk waits together with the
/// others. A disk that is full or hangs is told of and never waited for beyond <see cref="AuditSettings.Patience"/>.
/// </summary>
internal sealed partial class AuditTrail : BackgroundService, IAuditTrail
{
    private const int Batch = 256;

    private readonly Channel<Pending> _pending = System.Threading.Channels.Channel.CreateUnbounded<Pending>(
        new UnboundedChannelOptions { SingleReader = true });

    private readonly AuditSettings _settings;
    private readonly AuditWriter _writer;
    private readonly AuditMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<AuditTrail> _logger;

    public AuditTrail(
        AuditSettings settings, AuditOwner owner, AuditMetrics metrics, TimeProvider time, ILogger<AuditTrail> logger, IAuditSigner? signer = null)
    {
        (_settings, _metrics, _time, _logger) = (settings, metrics, time, logger);
        _writer = new AuditWriter(settings, owner.ToString(), settings.StandardOutput ? StandardOutput.Write : static _ => { }, time, signer);
    }

    /// <summary>Since when records are in no file; null while all is well.</summary>
    public DateTimeOffset? FailingSince { get; private set; }

    /// <inheritdoc/>
    public async Task RecordAsync(AuditEvent happened)
    {
        var pending = new Pending(happened, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        // Nobody writes before the start or after the end; what is left then is not waited for.
        if (!_pending.Writer.TryWrite(pending)) return;
        try
        {
            await pending.Written.Task.WaitAsync(_settings.Patience, _time);
        }
        catch (TimeoutException)
        {
            _metrics.Late();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _writer.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var stop = stoppingToken.Register(() => _pending.Writer.TryComplete());
        await using var heads = _time.CreateTimer(_ => SignHead(), null, _settings.HeadInterval, _settings.HeadInterval);
        var batch = new List<Pending>(Batch);
        while (await _pending.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (batch.Count < Batch && _pending.Reader.TryRead(out var next)) batch.Add(next);
            Write([.. batch.Select(pending => pending.Happened)]);
            foreach (var pending in batch) pending.Written.TrySetResult();
            batch.Clear();
        }
        Write([new AuditEvent(ChainTypes.Head), new AuditEvent(ChainTypes.Closed)]);
    }

    private void SignHead() => _pending.Writer.TryWrite(new Pending(new AuditEvent(ChainTypes.Head), new TaskCompletionSource()));

    private void Write(IReadOnlyList<AuditEvent> events)
    {
        try
        {
            _writer.Write(events);
            if (FailingSince is not null) LogWritingAgain(_writer.Seq);
            FailingSince = null;
            _metrics.Written(events.Count);
        }
        catch (IOException failure)
        {
            if (FailingSince is null) LogLosing(failure.Message);
            FailingSince ??= _time.GetUtcNow();
            _metrics.Lost(events.Count);
        }
    }

    [LoggerMessage(EventId = 1750, EventName = "AuditLosing", Level = LogLevel.Error,
        Message = "The audit trail cannot be written, the work goes on: {Why}. What is lost will be marked in the trail")]
    private partial void LogLosing(string why);

    [LoggerMessage(EventId = 1751, EventName = "AuditWritingAgain", Level = LogLevel.Warning,
        Message = "The audit trail is written again, up to record {Seq}")]
    private partial void LogWritingAgain(long seq);

    private sealed record Pending(AuditEvent Happened, TaskCompletionSource Written);
}

/// <summary>Whose trail it is.</summary>
/// <param name="Plane">The data plane.</param>
/// <param name="Agent">The process.</param>
internal sealed record AuditOwner(string Plane, string Agent)
{
    /// <inheritdoc/>
    public override string ToString() => $"plane {Plane}, agent {Agent}";
}
