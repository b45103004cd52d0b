using Pdp.Core.Secrets;
using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Tests.Secrets.Stores;

public sealed class SharedFetchesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_who_ask_while_it_is_under_way_get_one_answer_and_who_asks_later_another()
    {
        var shared = new SharedFetches();
        var vault = new TaskCompletionSource<SecretValue>();
        var calls = 0;
        Task<SecretValue> FetchAsync()
        {
            Interlocked.Increment(ref calls);
            return vault.Task;
        }

        using var impatient = new CancellationTokenSource();
        var first = shared.JoinAsync(new("db"), "1", FetchAsync, impatient.Token);
        var others = Enumerable.Range(0, 20).Select(_ => shared.JoinAsync(new("db"), "1", FetchAsync, Ct)).ToList();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        vault.SetResult(new SecretValue([1]));
        await Task.WhenAll(others);
        Assert.Equal(1, calls);
        await shared.JoinAsync(new("db"), "1", FetchAsync, Ct);
        Assert.Equal(2, calls);
    }
}
