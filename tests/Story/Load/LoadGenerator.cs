namespace Pdp.Story.Load;

/// <summary>Asks a Service without a break, over kept and over new connections, until told to stop.</summary>
public sealed class LoadGenerator : IAsyncDisposable
{
    private static readonly TimeSpan EnoughLimit = TimeSpan.FromSeconds(60);
    private readonly LoadLedger _ledger = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<HttpMessageHandler> _connect;
    private readonly LoadOptions _options;
    private readonly Task _clients;

    private LoadGenerator(LoadOptions options, Func<HttpMessageHandler> connect)
    {
        (_options, _connect) = (options, connect);
        _clients = Task.WhenAll(
        [
            .. Enumerable.Range(0, options.KeptConnections).Select(_ => AskAsync(keep: true)),
            .. Enumerable.Range(0, options.NewConnections).Select(_ => AskAsync(keep: false)),
        ]);
    }

    /// <summary>How many requests have been made.</summary>
    public int Requests => _ledger.Requests;

    /// <summary>What became of them so far.</summary>
    public LoadReport Snapshot() => _ledger.Close();

    /// <summary>Starts asking.</summary>
    /// <param name="options">What and how much.</param>
    /// <param name="connect">A fresh way to the Service; each client has its own.</param>
    public static LoadGenerator Start(LoadOptions options, Func<HttpMessageHandler> connect)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(connect);
        return new LoadGenerator(options, connect);
    }

    /// <summary>Goes on until there were enough requests, then stops and counts.</summary>
    /// <param name="least">How many requests are enough.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<LoadReport> FinishAsync(int least, CancellationToken ct)
    {
        await Poll.UntilTrueAsync($"{least} requests", () => Task.FromResult(Requests >= least), EnoughLimit, ct);
        await DisposeAsync();
        return _ledger.Close();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _clients;
    }

    private async Task AskAsync(bool keep)
    {
        using var client = new HttpClient(_connect()) { Timeout = _options.RequestLimit };
        await Task.Yield();
        while (!_stopping.IsCancellationRequested)
        {
            await AskOnceAsync(client, keep);
            await Task.Delay(_options.Pause, TimeProvider.System, CancellationToken.None);
        }
    }

    // A request under way when the load ends is finished: cutting it short would be a failure of our own.
    private async Task AskOnceAsync(HttpClient client, bool keep)
    {
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, _options.Address);
            request.Headers.ConnectionClose = !keep;
            using var answer = await client.SendAsync(request, CancellationToken.None);
            var body = await answer.Content.ReadAsByteArrayAsync(CancellationToken.None);
            if (answer.IsSuccessStatusCode)
            {
                _ledger.Answered(AnswerVersion.Of(answer, body), TimeProvider.System.GetElapsedTime(started));
            }
            else
            {
                _ledger.Failed($"status {(int)answer.StatusCode}", TimeProvider.System.GetElapsedTime(started));
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or TaskCanceledException)
        {
            var cause = failure.InnerException?.Message ?? failure.Message;
            _ledger.Failed($"{(keep ? "kept" : "new")} connection: {cause}", TimeProvider.System.GetElapsedTime(started));
        }
    }
}
