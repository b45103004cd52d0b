using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pdp.Core.Ports;
using Pdp.Daemon.Channel;
using Pdp.Protocol.Bootstrap;
using Pdp.Protocol.Signatures;

namespace Pdp.Daemon.Tests.Channel.Stage;

/// <summary>The agent's channel as the host registers it, with an intake and a feed in memory.</summary>
internal sealed class RunningChannel : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ServiceProvider _services;
    private readonly FakeLifetime _lifetime = new();

    private RunningChannel(
        BootstrapBundle bundle, Action<ChannelOptions>? configure, TimeProvider? time, Action<RunningChannel>? prepare, Action<IServiceCollection>? add)
    {
        Intake = new FakeIntake(new IntentKeyRing(bundle.SigningKeys));
        prepare?.Invoke(this);
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(Log));
        services.AddSingleton<IHostApplicationLifetime>(_lifetime);
        services.AddSingleton<IIntake>(Intake);
        services.AddSingleton<IStatusFeed>(Feed);
        if (time is not null) services.AddSingleton(time);
        if (Asks is not null) services.AddSingleton(Asks);
        add?.Invoke(services);
        services.AddChannel(bundle, options =>
        {
            options.AgentId = "agent-1";
            options.AgentVersion = "0.1.0";
            options.ReconnectMin = TimeSpan.FromMilliseconds(100);
            options.StatusInterval = TimeSpan.Zero;
            options.StoreRetryMin = TimeSpan.FromMilliseconds(10);
            configure?.Invoke(options);
        });
        _services = services.BuildServiceProvider();
        Service = _services.GetRequiredService<ChannelService>();
        Run = RunAsync();
    }

    public FakeIntake Intake { get; }

    public FakeStatusFeed Feed { get; } = new();

    /// <summary>Who answers questions; what the channel does without one when null.</summary>
    public IAnswerAsk? Asks { get; set; }

    /// <summary>Why it does not run.</summary>
    public TaskCompletionSource<ClusterException> NotPrepared { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LogCollector Log { get; } = new();

    public ChannelService Service { get; }

    public Task Run { get; }

    /// <summary>Starts it.</summary>
    /// <param name="bundle">Whom to dial.</param>
    /// <param name="configure">Changes the options.</param>
    /// <param name="time">The clock; the system's when null.</param>
    /// <param name="prepare">Sets the stage before the first dial.</param>
    /// <param name="add">Adds services.</param>
    public static RunningChannel Start(
        BootstrapBundle bundle, Action<ChannelOptions>? configure = null, TimeProvider? time = null, Action<RunningChannel>? prepare = null,
        Action<IServiceCollection>? add = null) => new(bundle, configure, time, prepare, add);

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Stops it as a host that stops, or as one that is no longer the leader.</summary>
    public async Task StopAsync(bool hostStops = true)
    {
        if (hostStops) _lifetime.StopApplication();
        await _stop.CancelAsync();
        await Run.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _services.DisposeAsync();
        _lifetime.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            foreach (var preparation in _services.GetServices<ILeaderPreparation>()) await preparation.PrepareAsync(_stop.Token);
        }
        catch (ClusterException failure)
        {
            NotPrepared.TrySetResult(failure);
            return;
        }
        await Service.RunAsync(_stop.Token);
    }

    /// <summary>Every line logged.</summary>
    internal sealed class LogCollector : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<(LogLevel Level, int Id, string Line)> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue((logLevel, eventId.Id, $"{formatter(state, exception)} {exception}"));

        public void Dispose()
        {
        }
    }

    private sealed class FakeLifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => _stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _stopping.Cancel();

        public void Dispose() => _stopping.Dispose();
    }
}
