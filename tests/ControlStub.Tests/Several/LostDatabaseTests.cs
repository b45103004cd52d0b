using System.Net;
using Pdp.ControlStub.Store.Postgres;
using Pdp.ControlStub.Tests.Gateway;
using Pdp.Testing;
using Pdp.Testing.Postgres;

namespace Pdp.ControlStub.Tests.Several;

/// <summary>The database goes away and comes back, under a control plane that serves.</summary>
public sealed class LostDatabaseTests : IAsyncLifetime
{
    private readonly PostgresServer _server = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private RunningStub Stub { get; set; } = null!;

    private string Connection { get; set; } = "";

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(_server.IsInstalled, PostgresServer.NotInstalled);
        Connection = await _server.NewDatabaseAsync(Cancel);
        Stub = await RunningStub.StartAsync(o => o with { Postgres = new PostgresOptions { Connection = Connection, PoolSize = 4 } });
    }

    public async ValueTask DisposeAsync()
    {
        if (Stub is not null)
            await Stub.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Operators_are_told_to_come_back_an_idle_agent_stays_and_nothing_is_lost()
    {
        var (agent, _) = await ScriptedAgent.ConnectAsync(await Stub.AddPlaneAsync());
        await using var connected = agent;
        await Stub.SendAsync("PUT", "/api/v1/planes/east/intents/before", Samples.Web);
        Assert.Equal("before", (await agent.StoreNextAsync()).Id);
        await UntilStoredAsync("before");

        await _server.KillAsync();
        var refused = await Stub.SendAsync("PUT", "/api/v1/planes/east/intents/during", Samples.Web);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Stub.SendAsync("GET", "/readyz")).Status);

        await _server.StartAsync(Cancel);
        await Eventually.TrueAsync(
            async () => (await Stub.SendAsync("PUT", "/api/v1/planes/east/intents/after", Samples.Web)).Status == HttpStatusCode.Created,
            TimeSpan.FromSeconds(30),
            cancellationToken: Cancel);
        Assert.Equal("after", (await agent.StoreNextAsync()).Id);
        await UntilStoredAsync("after");
        await UntilStoredAsync("before");
    }

    [Fact]
    public async Task What_changed_while_nobody_listened_is_found_by_looking_again()
    {
        var (agent, _) = await ScriptedAgent.ConnectAsync(await Stub.AddPlaneAsync());
        await using var connected = agent;
        var database = Connection.Split("Database=")[1];
        // Another process puts an intent, and its notice is lost: written here as such a process would, but for telling.
        await _server.ExecuteAsync(database, "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%'; " +
            "insert into intents select 'east', 'quiet', 1, 'h', 'c', 'Component', false, 'Active', 'o', 'p', 'e', null, 'api', 0, 0, 'not-a-jws'", Cancel);
        var frame = await agent.ExpectAsync<Protocol.Frames.IntentFrame>();
        Assert.Equal("not-a-jws", frame.Jws);
    }

    private Task UntilStoredAsync(string id) => Eventually.TrueAsync(
        async () => (string?)(await Stub.SendAsync("GET", $"/api/v1/planes/east/intents/{id}")).Json["delivery"] == "stored",
        what: $"{id} is stored",
        cancellationToken: Cancel);
}
