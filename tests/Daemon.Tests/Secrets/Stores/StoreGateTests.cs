using Pdp.Daemon.Secrets.Stores;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Secrets.Stores;

public sealed class StoreGateTests
{
    private readonly ManualTimeProvider _time = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_seconds_calls_may_come_at_once_and_the_others_are_spread()
    {
        var gate = new StoreGate(10, _time, () => 0.5);
        for (var i = 0; i <= 10; i++) await gate.EnterAsync(Ct);
        var next = gate.EnterForValueAsync(Ct);
        var last = gate.EnterAsync(Ct);
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        await next;
        Assert.False(last.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        await last;
    }

    [Fact]
    public async Task A_store_that_asked_to_be_left_alone_is()
    {
        var gate = new StoreGate(1000, _time, () => 0.5);
        gate.Failed(new SecretStoreUnavailableException("throttles", TimeSpan.FromSeconds(20)));
        var failure = await Assert.ThrowsAsync<SecretStoreUnavailableException>(() => gate.EnterAsync(Ct));
        Assert.Equal(("throttles", TimeSpan.FromSeconds(20)), (failure.Message, failure.RetryAfter));
        await Assert.ThrowsAsync<SecretStoreUnavailableException>(() => gate.EnterForValueAsync(Ct));
        _time.Advance(TimeSpan.FromSeconds(20));
        await gate.EnterAsync(Ct);
    }

    [Fact]
    public async Task After_five_failures_one_value_is_tried_now_and_then_until_one_is_had_and_versions_are_asked_for_all_the_same()
    {
        var gate = new StoreGate(1000, _time, () => 0.5);
        for (var i = 0; i < 5; i++) gate.Failed(new SecretStoreUnavailableException("is down"));
        await Assert.ThrowsAsync<SecretStoreUnavailableException>(() => gate.EnterForValueAsync(Ct));
        await gate.EnterAsync(Ct);

        // The first pause is over: one goes through and fails, so the next pause is longer.
        _time.Advance(TimeSpan.FromSeconds(5));
        await gate.EnterForValueAsync(Ct);
        await Assert.ThrowsAsync<SecretStoreUnavailableException>(() => gate.EnterForValueAsync(Ct));
        gate.Failed(new SecretStoreUnavailableException("is down"));
        _time.Advance(TimeSpan.FromSeconds(9));
        await Assert.ThrowsAsync<SecretStoreUnavailableException>(() => gate.EnterForValueAsync(Ct));
        _time.Advance(TimeSpan.FromSeconds(1));
        await gate.EnterForValueAsync(Ct);
        gate.Answered();
        var all = Enumerable.Range(0, 5).Select(_ => gate.EnterForValueAsync(Ct)).ToList();
        for (var i = 0; i < 5; i++) _time.Advance(TimeSpan.FromMilliseconds(1));
        await Task.WhenAll(all);
    }
}
