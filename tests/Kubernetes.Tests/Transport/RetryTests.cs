using System.Diagnostics;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Tests.Support;
using Pdp.Kubernetes.Transport;
using Pdp.Kubernetes.Verbs;
using Pdp.Testing;

namespace Pdp.Kubernetes.Tests.Transport;

public sealed class RetryTests
{
    private const string Collection = "/api/v1/namespaces/shop/configmaps";
    private const string Item = $"{Collection}/a";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task What_may_pass_is_tried_again(int code)
    {
        await using var server = await FakeApiServer.StartAsync();
        server.OnSequence("GET", Item, FakeApiServer.Status(code, ""), FakeApiServer.Cut(), FakeApiServer.Json(200, Make.ConfigMap("a")));
        using var api = server.Client();

        Assert.NotNull(await api.GetAsync(Make.Reference("a"), Stop));
        Assert.Equal(3, server.Seen("GET", Item).Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(409)]
    [InlineData(422)]
    public async Task What_will_not_pass_is_not_tried_again(int code)
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("PATCH", Item, FakeApiServer.Status(code, "Whatever"));
        using var api = server.Client();

        var error = await Assert.ThrowsAsync<KubernetesException>(
            () => api.ApplyAsync(Make.Manifest("a"), new ApplyOptions { FieldManager = "test", KnownResourceVersion = "" }, Stop));

        Assert.Equal(code, error.Status.Code);
        Assert.Single(server.Seen("PATCH", Item));
    }

    [Fact]
    public async Task An_object_that_does_not_fit_its_schema_is_not_tried_again_though_the_server_calls_it_a_failure_of_its_own()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("PATCH", Item, FakeApiServer.Status(500, "", "failed to create typed patch object (shop/a; /v1, Kind=ConfigMap): .dat: field not declared in schema"));
        using var api = server.Client();

        var error = await Assert.ThrowsAsync<KubernetesException>(
            () => api.ApplyAsync(Make.Manifest("a"), new ApplyOptions { FieldManager = "test", KnownResourceVersion = "" }, Stop));

        Assert.True(error.IsInvalid);
        Assert.False(error.IsTransient);
        Assert.Single(server.Seen("PATCH", Item));
    }

    [Theory]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task Apply_and_delete_are_sent_again_when_the_answer_was_lost(string method)
    {
        await using var server = await FakeApiServer.StartAsync();
        server.OnSequence(method, Item, FakeApiServer.Cut(), FakeApiServer.Json(200, Make.ConfigMap("a")));
        using var api = server.Client();

        if (method == "PATCH") await api.ApplyAsync(Make.Manifest("a"), new ApplyOptions { FieldManager = "test", KnownResourceVersion = "" }, Stop);
        else await api.DeleteAsync(Make.Reference("a"), new DeleteOptions(), Stop);

        Assert.Equal(2, server.Seen(method, Item).Count);
    }

    [Fact]
    public async Task A_create_is_not_sent_again_when_the_answer_was_lost()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("POST", Collection, FakeApiServer.Cut());
        using var api = server.Client();

        var error = await Assert.ThrowsAsync<KubernetesException>(() => api.CreateAsync(Make.Manifest("a"), new CreateOptions(), Stop));

        Assert.True(error.IsUnreachable);
        Assert.Single(server.Seen("POST", Collection));
    }

    [Fact]
    public async Task A_create_is_sent_again_when_the_caller_says_so_and_after_too_many_requests()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.OnSequence("POST", Collection, FakeApiServer.Cut(), FakeApiServer.Json(201, Make.ConfigMap("a")));
        using var api = server.Client();
        await api.CreateAsync(Make.Manifest("a"), new CreateOptions { RetryWhenUncertain = true }, Stop);

        server.OnSequence("POST", Collection, FakeApiServer.Status(429, "TooManyRequests"), FakeApiServer.Json(201, Make.ConfigMap("a")));
        await api.CreateAsync(Make.Manifest("a"), new CreateOptions(), Stop);

        Assert.Equal(4, server.Seen("POST", Collection).Count);
    }

    [Fact]
    public async Task A_create_that_never_left_is_sent_again()
    {
        var server = await FakeApiServer.StartAsync();
        var port = server.Address.Port;
        var config = server.Config;
        var time = new ManualTimeProvider();
        using var api = server.Client(time: time);
        Assert.NotNull(await api.ResolveAsync(Make.ConfigMapKind, Stop));
        await server.DisposeAsync();

        var creating = api.CreateAsync(Make.Manifest("a"), new CreateOptions(), Stop);
        // One timer is the attempt's limit; once it is alone, the pause has begun.
        await Eventually.TrueAsync(() => time.NextTimerDue <= TimeSpan.FromSeconds(1), cancellationToken: Stop);
        await using var again = await FakeApiServer.StartAsync(new TestServerOptions { Port = port });
        again.On("POST", Collection, FakeApiServer.Json(201, Make.ConfigMap("a")));
        await time.AdvanceUntilAsync(() => creating.IsCompleted, TimeSpan.FromMilliseconds(1), cancellationToken: Stop);

        await creating;
        Assert.Single(again.Seen("POST", Collection));
    }

    [Fact]
    public async Task A_conditional_write_is_not_sent_again_when_the_answer_was_lost()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("PUT", Item, FakeApiServer.Cut());
        using var api = server.Client();

        await Assert.ThrowsAsync<KubernetesException>(() => api.ReplaceAsync(Make.ConfigMap("a", "7"), new ReplaceOptions(), Stop));

        Assert.Single(server.Seen("PUT", Item));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(502, 1)]
    [InlineData(504, 1)]
    [InlineData(429, 0)]
    public async Task Who_takes_turns_is_told_of_a_sending_that_may_still_land_whatever_its_repetition_ends_with(int first, int times)
    {
        await using var server = await FakeApiServer.StartAsync();
        server.OnSequence("DELETE", Item, first == 0 ? FakeApiServer.Cut() : FakeApiServer.Status(first, ""), FakeApiServer.Status(403, "Forbidden"));
        using var api = server.Client(new KubernetesApiOptions { RetryBaseDelay = TimeSpan.FromMilliseconds(1) });
        var told = 0;
        var fencing = new Fencing { MaySend = () => true, Timeout = TimeSpan.FromSeconds(30), Unanswered = () => told++ };

        var error = await Assert.ThrowsAsync<KubernetesException>(() => api.DeleteAsync(Make.Reference("a"), new DeleteOptions { Fencing = fencing }, Stop));

        Assert.True(error.IsForbidden);
        Assert.Equal(times, told);
    }

    [Fact]
    public async Task The_servers_own_pause_is_kept()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.OnSequence("GET", Item, FakeApiServer.Status(429, "TooManyRequests", retryAfter: "7"), FakeApiServer.Json(200, Make.ConfigMap("a")));
        var time = new ManualTimeProvider();
        var notices = new List<RetryNotice>();
        using var api = server.Client(new KubernetesApiOptions { Retrying = notices.Add }, time);

        var reading = api.GetAsync(Make.Reference("a"), Stop);
        await Eventually.TrueAsync(() => notices.Count == 1 && time.ActiveTimers > 0, cancellationToken: Stop);
        Assert.Equal(TimeSpan.FromSeconds(7.25), Assert.Single(notices).Pause);
        time.Advance(TimeSpan.FromSeconds(7));
        Assert.Single(server.Seen("GET", Item));
        time.Advance(TimeSpan.FromSeconds(0.25));

        Assert.NotNull(await reading.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Stop));
    }

    [Fact]
    public async Task Attempts_are_bounded_and_the_last_failure_is_what_the_caller_sees()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("GET", Item, FakeApiServer.Status(503, "ServiceUnavailable", "etcd is away"));
        using var api = server.Client(new KubernetesApiOptions { MaxAttempts = 3, RetryBaseDelay = TimeSpan.FromMilliseconds(1) });

        var error = await Assert.ThrowsAsync<KubernetesException>(() => api.GetAsync(Make.Reference("a"), Stop));

        Assert.Equal(3, server.Seen("GET", Item).Count);
        Assert.Equal("get ConfigMap/shop/a: 503 ServiceUnavailable: etcd is away", error.Message);
    }

    [Fact]
    public async Task A_pause_longer_than_the_time_left_is_not_begun()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("GET", Item, FakeApiServer.Status(429, "TooManyRequests", retryAfter: "3600"));
        using var api = server.Client();

        var error = await Assert.ThrowsAsync<KubernetesException>(() => api.GetAsync(Make.Reference("a"), Stop));

        Assert.Equal(TimeSpan.FromHours(1), error.RetryAfter);
        Assert.Single(server.Seen("GET", Item));
    }

    [Fact]
    public async Task Cancelling_during_a_pause_ends_at_once_with_cancellation()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("GET", Item, FakeApiServer.Status(503, ""));
        var time = new ManualTimeProvider();
        using var api = server.Client(time: time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var reading = api.GetAsync(Make.Reference("a"), stop.Token);
        await Eventually.TrueAsync(() => server.Seen("GET", Item).Count == 1, cancellationToken: Stop);
        var watch = Stopwatch.StartNew();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up_after_the_limit()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.On("GET", Item, WatchScript.Silent());
        var time = new ManualTimeProvider();
        using var api = server.Client(new KubernetesApiOptions { MaxAttempts = 1 }, time);

        var reading = api.GetAsync(Make.Reference("a"), Stop);
        await Eventually.TrueAsync(() => server.Seen("GET", Item).Count == 1, cancellationToken: Stop);
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(reading.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));

        var error = await Assert.ThrowsAsync<KubernetesException>(() => reading.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Stop));
        Assert.Equal(StatusReason.NoAnswerInTime, error.Status.Reason);
        Assert.True(error.IsTransient);
    }
}
