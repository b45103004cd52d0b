using System.Diagnostics.Metrics;
using Pdp.ControlStub.Gateway;
using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Store.Postgres;
using Pdp.ControlStub.Store.Sqlite;
using Pdp.ControlStub.Tracing;
using Pdp.ControlStub.Trust;
using Pdp.Telemetry;

namespace Pdp.ControlStub.Hosting;

/// <summary>The control plane in one process: opened, serving, stopped.</summary>
internal sealed partial class ControlServer : IAsyncDisposable
{
    /// <summary>How long requests under way may take to end.</summary>
    private static readonly TimeSpan _stopLimit = TimeSpan.FromSeconds(5);

    private static readonly TelemetryIdentity _identity = new(
        "pdp-control", ProgramVersion.Text, Environment.MachineName, [ControlTraces.SourceName, ControlTraces.RequestsName], ["Pdp.*", "System.Runtime"]);

    private readonly Stack<IAsyncDisposable> _owned = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ILogger _logger;
    private AgentGateway? _gateway;
    private bool _disposed;

    private ControlServer(ILogger logger) => _logger = logger;

    /// <summary>Where agents dial, as this machine reaches it.</summary>
    public Uri Agents { get; private set; } = null!;

    /// <summary>Where operators ask, as this machine reaches it.</summary>
    public Uri Operators { get; private set; } = null!;

    /// <summary>The admin token, if this start made one.</summary>
    public string? MadeAdminToken { get; private set; }

    /// <summary>The data directory.</summary>
    public string Data { get; private set; } = "";

    /// <summary>What it keeps; closed with it.</summary>
    public IControlStore Store { get; private set; } = null!;

    /// <summary>Opens the data directory and serves; returns once both listeners do.</summary>
    /// <exception cref="StoreException">The data directory or the certificates cannot be used.</exception>
    /// <exception cref="IOException">An address is taken.</exception>
    public static async Task<ControlServer> StartAsync(
        ServeOptions options, TimeProvider time, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        var server = new ControlServer(logging.CreateLogger<ControlServer>());
        try
        {
            await server.OpenAsync(options, time, logging, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Says goodbye to agents, ends streams, answers what was asked, closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await _stopping.CancelAsync();
        if (_gateway is not null)
            await _gateway.StopAsync();
        while (_owned.TryPop(out var owned))
            await owned.DisposeAsync();
        _stopping.Dispose();
        LogStopped();
    }

    private async Task OpenAsync(ServeOptions options, TimeProvider time, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        var data = Own(DataDirectory.Open(options.Data));
        Data = data.Path;
        var store = options.Postgres is { } postgres
            ? await PostgresControlStore.OpenAsync(postgres, options.Store, time, logging, cancellationToken)
            : SqliteControlStore.Open(data.Database, options.Store, time);
        _owned.Push(store);
        Store = store;
        if (OtlpExport.Start(options.Otlp, _identity, new ExportMetrics(Own(new Meter(ExportMetrics.MeterName)))) is { } export)
            Own(export);
        var parts = Own(new ControlParts(options, store, time, logging, _stopping.Token));
        var (keys, certificates) = await OpenKeysAsync(options, store, parts, time, cancellationToken);
        parts.Compose(keys, certificates, () => PublicAgents(options));
        _gateway = parts.Gateway;

        Agents = await ListenAsync(AgentsListener.Build(options, certificates.Agents, parts.Line, parts.AgentEndpoints, parts.EnrolmentEndpoints, time, logging), cancellationToken);
        Operators = await ListenAsync(OperatorsListener.Build(options, certificates.Operators, parts.AccessTokens, store.Intents, parts.MapOperators, logging), cancellationToken);
        foreach (var service in parts.BackgroundServices)
            await StartAsync(service, cancellationToken);
        PublishedAddresses.Write(data.Path, Agents, Operators);
        LogStarted(Agents.ToString(), Operators.ToString());
    }

    private async Task<(ProcessKeys Keys, Certificates Certificates)> OpenKeysAsync(
        ServeOptions options, IControlStore store, ControlParts parts, TimeProvider time, CancellationToken cancellationToken)
    {
        // Of processes that start together over a new store one makes the keys, and the others find them.
        await using var turn = await store.Turns.TakeAsync(ITurns.Shared, cancellationToken);
        // A restore has the same turn: it sees this process, or is over before anything is read here.
        await parts.AnnounceAsync(cancellationToken);
        var shared = new SharedKeys(store.Keys, options.KeysPassphrase, time);
        await shared.FetchAsync(Data, cancellationToken);
        MadeAdminToken = await new AdminToken(parts.AccessTokens, store.Users).EnsureAsync(Data, options.NewAdminToken, cancellationToken);
        var isFirstStart = (await store.Keys.ListAsync(IntentKey.Use, cancellationToken)).Count == 0;
        var book = Own(new TrustBook(store, shared, Data, time));
        var first = await book.TryReadAsync(cancellationToken) ? null : await IntentKey.OpenAsync(Data, store.Keys, time, cancellationToken);
        using (first)
        {
            var certificates = Own(Certificates.Open(options, Data, isFirstStart, time));
            await book.OpenAsync(first, certificates.Own, certificates.GivenAuthority, cancellationToken);
            await shared.KeepAsync(Data, cancellationToken);
            return (new ProcessKeys(book, shared, Data), certificates);
        }
    }

    private async Task<Uri> ListenAsync(WebApplication app, CancellationToken cancellationToken)
    {
        _owned.Push(new Release(async () =>
        {
            using var limit = new CancellationTokenSource(_stopLimit);
            await app.StopAsync(limit.Token);
            await app.DisposeAsync();
        }));
        await app.StartAsync(cancellationToken);
        return Listener.Address(app);
    }

    private async Task StartAsync(BackgroundService service, CancellationToken cancellationToken)
    {
        await service.StartAsync(cancellationToken);
        _owned.Push(new Release(async () =>
        {
            await service.StopAsync(CancellationToken.None);
            service.Dispose();
        }));
    }

    private Uri PublicAgents(ServeOptions options)
    {
        if (options.PublicAgents is { } given)
            return given;
        var host = options.Hostnames.Count > 0 ? options.Hostnames[0] : Agents.Host;
        return new UriBuilder("wss", host, Agents.Port, Protocol.ProtocolLimits.ChannelPath).Uri;
    }

    private T Own<T>(T disposable) where T : IDisposable
    {
        _owned.Push(new Release(() =>
        {
            disposable.Dispose();
            return ValueTask.CompletedTask;
        }));
        return disposable;
    }

    [LoggerMessage(101, LogLevel.Information, "Serving: agents on {Agents}, operators on {Operators}")]
    private partial void LogStarted(string agents, string operators);

    [LoggerMessage(102, LogLevel.Information, "Stopped")]
    private partial void LogStopped();

    private sealed class Release(Func<ValueTask> release) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => release();
    }
}
