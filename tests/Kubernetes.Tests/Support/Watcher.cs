using System.Threading.Channels;
using Pdp.Kubernetes.Watching;

namespace Pdp.Kubernetes.Tests.Support;

/// <summary>Runs a watch in the background and hands its notifications out one by one, each within ten seconds.</summary>
internal sealed class Watcher : IAsyncDisposable
{
    private readonly Channel<WatchNotification> _notifications = Channel.CreateUnbounded<WatchNotification>();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Task _running;

    public Watcher(IKubernetesApi api, WatchOptions? options = null) => _running = RunAsync(api, options ?? new WatchOptions { Namespace = "shop" });

    public async Task<T> NextAsync<T>() where T : WatchNotification
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10), TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, TestContext.Current.CancellationToken);
        return Assert.IsType<T>(await _notifications.Reader.ReadAsync(either.Token));
    }

    /// <summary>The next notifications in short: <c>reset, added a@1, synced@9</c>.</summary>
    public async Task<string> NextAsync(int count)
    {
        var told = new List<string>();
        for (var i = 0; i < count; i++) told.Add(Short(await NextAsync()));
        return string.Join(", ", told);
    }

    public bool IsQuiet => _notifications.Reader.Count == 0;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // Just stopped.
        }
        _stop.Dispose();
    }

    private async Task<WatchNotification> NextAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10), TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, TestContext.Current.CancellationToken);
        return await _notifications.Reader.ReadAsync(either.Token);
    }

    private static string Short(WatchNotification notification) => notification switch
    {
        WatchNotification.Reset => "reset",
        WatchNotification.Added told => $"added {Of(told.Object)}",
        WatchNotification.Modified told => $"modified {Of(told.Object)}",
        WatchNotification.Deleted told => $"deleted {Of(told.Object)}",
        WatchNotification.Synced told => $"synced@{told.ResourceVersion}",
        WatchNotification.Interrupted told => $"interrupted {(told.Error.Status.Code == 0 ? told.Error.Status.Reason : told.Error.Status.Code)}",
        WatchNotification.Resumed => "resumed",
        _ => "?",
    };

    private static string Of(System.Text.Json.Nodes.JsonObject obj) => $"{obj["metadata"]!["name"]}@{obj["metadata"]!["resourceVersion"]}";

    private async Task RunAsync(IKubernetesApi api, WatchOptions options)
    {
        try
        {
            await foreach (var notification in api.WatchAsync(Make.ConfigMapKind, options, _stop.Token))
                await _notifications.Writer.WriteAsync(notification, _stop.Token);
        }
        catch (Exception ended)
        {
            _notifications.Writer.TryComplete(ended);
            throw;
        }
    }
}
