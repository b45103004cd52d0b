using System.Collections.Concurrent;
using Azure.Core.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pdp.Daemon.Secrets;
using Pdp.Daemon.Secrets.KeyVault;
using Pdp.Daemon.Secrets.KeyVault.Changes;
using Pdp.Daemon.Secrets.Stores;
using Pdp.Daemon.Tests.Harness;
using Pdp.Testing;
using Pdp.Vaults.KeyVault;
using Pdp.Vaults.ServiceBus;

namespace Pdp.Daemon.Tests.Secrets.KeyVault;

/// <summary>The events of a Key Vault come by a queue of Service Bus.</summary>
public sealed class ChangeQueueTests : IAsyncLifetime
{
    private readonly TempDirectory _files = new();
    private readonly LogLines _log = new();
    private readonly ManualTimeProvider _time = new();
    private readonly ConcurrentQueue<string> _hinted = new();
    private readonly CancellationTokenSource _stop = new();
    private TestServiceBus _bus = null!;
    private HttpClient _way = null!;
    private ServiceProvider _services = null!;
    private Task _listening = Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        _bus = await TestServiceBus.StartAsync();
        _way = _bus.Way();
        _services = new ServiceCollection().AddMetrics().AddLogging(logging => logging.AddProvider(_log)).AddSingleton<SecretMetrics>().BuildServiceProvider();
        _files.Write("secret", _bus.ClientSecret);
    }

    [Fact]
    public async Task Every_new_version_is_told_and_its_message_taken_away()
    {
        Listen();
        _bus.Send($"[{EventGrid("db")},{EventGrid("mail")}]");
        _bus.Send(EventGrid("certificate"));
        _bus.Send(CloudEvent("cloud"));

        await Until.TrueAsync(() => _bus.Completed == 3);
        Assert.Equal(["db", "mail", "certificate", "cloud"], _hinted);
    }

    [Fact]
    public async Task What_is_about_something_else_or_cannot_be_read_is_taken_away_and_tells_nothing()
    {
        Listen();
        string[] bodies =
        [
            "", "rubbish", "7", "[7]", "{}", """{"eventType":"Microsoft.KeyVault.SecretNewVersionCreated"}""", new string('[', 100), new string('x', 300_000),
            EventGrid("db", "other"), EventGrid("db").Replace("NewVersionCreated", "NearExpiry", StringComparison.Ordinal),
        ];
        foreach (var body in bodies) _bus.Send(body);
        _bus.Send(EventGrid("good"));

        await Until.TrueAsync(() => _bus.Completed == bodies.Length + 1);
        Assert.Equal(["good"], _hinted);
    }

    [Theory]
    [InlineData(403, "role Azure Service Bus Data Receiver")]
    [InlineData(404, "not there")]
    [InlineData(503, "fails (HTTP 503)")]
    public async Task A_queue_that_fails_is_said_once_and_listened_to_again(int status, string said)
    {
        _bus.Failure = status;
        Listen();
        await _time.WaitForTimersAsync(cancellationToken: TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(6));
        await _time.WaitForTimersAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Contains(said, Assert.Single($"{_log}".Split('\n')), StringComparison.Ordinal);

        _bus.Failure = null;
        _bus.Send(EventGrid("db"));
        _time.Advance(TimeSpan.FromSeconds(12));

        await Until.TrueAsync(() => _bus.Completed == 1);
        Assert.Equal(["db"], _hinted);
    }

    [Fact]
    public async Task A_message_that_is_given_back_comes_again()
    {
        using var queue = Queue();
        _bus.Send("first");
        var message = await queue.ReceiveAsync(TestContext.Current.CancellationToken);
        await queue.AbandonAsync(message!, TestContext.Current.CancellationToken);

        var again = await queue.ReceiveAsync(TestContext.Current.CancellationToken);

        Assert.Equal((1, message!.Id), (_bus.Abandoned, again!.Id));
        Assert.NotEqual(message.LockToken, again.LockToken);
        await Assert.ThrowsAsync<SecretStoreUnavailableException>(() => queue.CompleteAsync(message, TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening;
        _way.Dispose();
        await _bus.DisposeAsync();
        await _services.DisposeAsync();
        _files.Dispose();
        _stop.Dispose();
    }

    private void Listen()
    {
        var log = new ListenerLog("azure", new SecretLog(_services.GetRequiredService<ILogger<SecretLog>>()), _services.GetRequiredService<SecretMetrics>());
        var listener = new QueueListener(Queue(), "acme", log, _time, () => 0.5);
        _listening = listener.ListenAsync(
            name =>
            {
                _hinted.Enqueue(name);
                return HintOutcome.Taken;
            },
            _stop.Token);
    }

    private ServiceBusQueue Queue()
    {
        var transport = new HttpClientTransport(_way);
        var auth = new ClientSecretAuth(TestKeyVault.Tenant, TestKeyVault.Client, _files.Combine("secret"));
        return new ServiceBusQueue(TestServiceBus.Address, TestServiceBus.Queue, auth.Credential(TestKeyVault.Directory, transport), transport);
    }

    private static string EventGrid(string name, string vault = "ACME") => $$"""
        {"id":"1","topic":"/subscriptions/1/vaults/{{vault}}","subject":"{{name}}","eventType":"Microsoft.KeyVault.SecretNewVersionCreated",
         "data":{"Id":"https://{{vault}}.vault.azure.net/secrets/{{name}}/1","VaultName":"{{vault}}","ObjectType":"Secret","ObjectName":"{{name}}","Version":"1"},
         "dataVersion":"1","eventTime":"2026-01-01T00:00:00Z"}
        """;

    private static string CloudEvent(string name) => $$"""
        {"id":"1","specversion":"1.0","source":"/subscriptions/1","type":"Microsoft.KeyVault.SecretNewVersionCreated",
         "data":{"VaultName":"acme","ObjectType":"Secret","ObjectName":"{{name}}","Version":"1"}
        }
        """;
}
