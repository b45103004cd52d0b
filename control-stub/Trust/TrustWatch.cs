using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Trust;

/// <summary>Has the book read again when the store changed, and now and then in any case.</summary>
internal sealed partial class TrustWatch(TrustBook book, IChangeFeed changes, TimeProvider time, ILogger<TrustWatch> logger) : BackgroundService
{
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _news = new(0, 1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = changes.Subscribe(Hear);
        using var timer = time.CreateTimer(_ => Wake(), null, _every, _every);
        try
        {
            while (true)
            {
                await _news.WaitAsync(stoppingToken);
                await ReadAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The process is being stopped.
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _news.Dispose();
    }

    private void Hear(StoreChange change)
    {
        if (change is StoreChange.TrustChanged or StoreChange.Interrupted)
            Wake();
    }

    private void Wake()
    {
        try
        {
            _news.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // It is awake already, or over.
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await book.ReadAgainAsync(cancellationToken);
        }
#pragma warning disable CA1031 // What is held goes on being used, and the next time tries again.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailed(e);
        }
    }

    [LoggerMessage(122, LogLevel.Error, "What agents are told to believe has changed and cannot be read here")]
    private partial void LogFailed(Exception error);
}
