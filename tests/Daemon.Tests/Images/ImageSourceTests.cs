using Microsoft.AspNetCore.Http;
using Pdp.Core.Images;
using Pdp.Daemon.Tests.Images.Stage;
using Pdp.Protocol.Intents;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Images;

public sealed class ImageSourceTests
{
    [Fact]
    public async Task The_same_question_has_the_same_answer_and_another_release_asks_anew()
    {
        await using var stage = await ClientStage.StartAsync();
        var first = stage.Server.Push("team/app", "1", "a");
        Assert.Equal(first, (await stage.ResolveAsync()).Image?.Digest);
        var second = stage.Server.Push("team/app", "1", "b");

        Assert.Equal(first, (await stage.ResolveAsync()).Image?.Digest);
        Assert.Equal(second, (await stage.ResolveAsync(release: "r2")).Image?.Digest);
        Assert.Equal(2, stage.Server.Calls.Count);
    }

    [Fact]
    public async Task Who_asks_for_the_same_before_it_was_asked_shares_the_call_and_who_asks_later_does_not()
    {
        await using var stage = await ClientStage.StartAsync(change: definition => definition with { Parallelism = 1 });
        var old = stage.Server.Push("team/app", "1", "a");
        var (held, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        stage.Server.Before = async http =>
        {
            if (held.TrySetResult()) await go.Task;
        };
        // The first is answered by what was there when it was asked; the push comes while it is on its way.
        var first = stage.DigestAsync();
        await held.Task;
        var others = Enumerable.Range(0, 20).Select(_ => stage.DigestAsync()).ToList();
        go.SetResult();

        Assert.Equal(old, await first);
        Assert.All(await Task.WhenAll(others), digest => Assert.Equal(old, digest));
        Assert.Equal(2, stage.Server.Calls.Count);
    }

    [Fact]
    public async Task No_more_is_asked_at_once_than_the_customer_said()
    {
        await using var stage = await ClientStage.StartAsync(change: definition => definition with { Parallelism = 2 });
        for (var i = 0; i < 10; i++) stage.Server.Push("team/app", $"{i}");
        var (now, most) = (0, 0);
        var both = new TaskCompletionSource();
        stage.Server.Before = async http =>
        {
            var running = Interlocked.Increment(ref now);
            InterlockedMax(ref most, running);
            if (running == 2) both.TrySetResult();
            await both.Task;
            Interlocked.Decrement(ref now);
        };

        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => stage.DigestAsync(tag: $"{i}")));

        Assert.Equal(2, most);
    }

    [Fact]
    public async Task Who_was_told_to_wait_is_woken_when_there_is_an_answer()
    {
        await using var stage = await ClientStage.StartAsync();
        var digest = stage.Server.Push("team/app", "1");
        var (held, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        stage.Server.Before = async http =>
        {
            held.TrySetResult();
            await go.Task;
        };

        var asked = stage.ResolveAsync();
        await held.Task;
        await stage.Time.AdvanceUntilAsync(() => asked.IsCompleted, TimeSpan.FromMilliseconds(500), cancellationToken: TestContext.Current.CancellationToken);
        var answer = await asked;
        Assert.Null(answer.Image);
        Assert.EndsWith("has not answered yet", answer.Trouble, StringComparison.Ordinal);
        Assert.Empty(stage.Woken);

        go.SetResult();
        await Eventually.TrueAsync(() => !stage.Woken.IsEmpty, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(digest, (await stage.ResolveAsync()).Image?.Digest);
        Assert.Equal(["web"], stage.Woken);
        Assert.Single(stage.Server.Calls);
    }

    [Fact]
    public async Task A_missing_tag_is_asked_for_again_at_longer_and_longer_intervals()
    {
        await using var stage = await ClientStage.StartAsync();
        stage.Server.Push("team/app", "other");

        foreach (var pause in new[] { 5, 10, 20, 40 })
        {
            var answer = await stage.ResolveAsync();
            Assert.Equal($"registry {stage.Server.Host} has no tag 1 in team/app", answer.Trouble);
            Assert.Equal(TimeSpan.FromSeconds(pause), answer.LookAgainIn);
            // Asking before it is due costs nothing.
            var calls = stage.Server.Calls.Count;
            await stage.ResolveAsync();
            Assert.Equal(calls, stage.Server.Calls.Count);
            stage.Time.Advance(TimeSpan.FromSeconds(pause));
        }
        var digest = stage.Server.Push("team/app", "1");
        Assert.Equal(digest, (await stage.ResolveAsync()).Image?.Digest);
    }

    [Fact]
    public async Task A_registry_that_throttles_is_left_alone_as_long_as_it_asks()
    {
        await using var stage = await ClientStage.StartAsync();
        var digest = stage.Server.Push("team/app", "1");
        stage.Server.Before = http =>
        {
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            http.Response.Headers.RetryAfter = "90";
            return Task.CompletedTask;
        };

        var answer = await stage.ResolveAsync();
        Assert.Equal($"registry {stage.Server.Host} is asked too often (HTTP 429)", answer.Trouble);
        Assert.Equal(TimeSpan.FromSeconds(90), answer.LookAgainIn);

        // Nobody else asks it either.
        stage.Server.Before = null;
        Assert.NotNull((await stage.ResolveAsync(intent: "other")).Trouble);
        Assert.Single(stage.Server.Calls);
        stage.Time.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(digest, (await stage.ResolveAsync(intent: "other")).Image?.Digest);
    }

    [Fact]
    public async Task A_registry_that_is_away_is_asked_at_longer_and_longer_intervals_by_all_together()
    {
        await using var stage = await ClientStage.StartAsync();
        var digest = stage.Server.Push("team/app", "1");
        var port = stage.Server.Address.Port;
        await stage.Server.StopAsync();

        foreach (var pause in new[] { 1, 2, 4, 8 })
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => stage.ResolveAsync(intent: $"web-{i}")));
            Assert.All(answers, answer => Assert.Contains("cannot be reached", answer.Trouble, StringComparison.Ordinal));
            Assert.All(answers, answer => Assert.InRange(answer.LookAgainIn!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(pause)));
            stage.Time.Advance(TimeSpan.FromSeconds(pause));
        }
        await stage.Server.StartAgainAsync();
        Assert.Equal(port, stage.Server.Address.Port);
        Assert.Equal(digest, (await stage.ResolveAsync()).Image?.Digest);
    }

    [Fact]
    public async Task Registries_that_are_not_listed_are_never_asked()
    {
        await using var stage = await ClientStage.StartAsync();
        Assert.True(ImageReference.TryParse("elsewhere.example/team/app:1", out var elsewhere));

        Assert.False(stage.Source.IsListed(elsewhere));
        var answer = await stage.Source.ResolveAsync(stage.Question() with { Image = elsewhere }, TestContext.Current.CancellationToken);
        Assert.Equal("registry elsewhere.example is not among those this data plane may ask", answer.Trouble);
        Assert.Empty(stage.Server.Calls);
    }

    [Fact]
    public async Task A_followed_repository_is_asked_once_in_its_interval()
    {
        await using var stage = await ClientStage.StartAsync();
        var follow = new FollowSpec(30) { Semver = "^1" };
        stage.Server.Push("team/app", "1.0.0");
        Assert.Equal(("1.0.0", TimeSpan.FromSeconds(30)), await TagAsync(stage, follow));
        stage.Server.Push("team/app", "1.1.0");

        Assert.Equal("1.0.0", (await TagAsync(stage, follow)).Tag);
        stage.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("1.1.0", (await TagAsync(stage, follow)).Tag);
    }

    [Fact]
    public async Task While_the_registry_does_not_tell_what_it_told_last_stands()
    {
        await using var stage = await ClientStage.StartAsync();
        var follow = new FollowSpec(30) { Tags = "stable" };
        var digest = stage.Server.Push("team/app", "stable");
        await stage.FollowAsync(follow);
        await stage.Server.StopAsync();
        stage.Time.Advance(TimeSpan.FromSeconds(30));

        var answer = await stage.FollowAsync(follow);

        Assert.Equal(digest, answer.Image?.Digest);
        Assert.Contains("cannot be reached", answer.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tag_that_moves_is_followed_by_its_digest_without_a_list()
    {
        await using var stage = await ClientStage.StartAsync();
        var follow = new FollowSpec(30) { Tags = "stable" };
        stage.Server.Push("team/app", "stable", "a");
        await stage.FollowAsync(follow);
        var moved = stage.Server.Push("team/app", "stable", "b");
        stage.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(moved, (await stage.FollowAsync(follow)).Image?.Digest);
        Assert.All(stage.Server.Calls, call => Assert.Equal("HEAD", call.Method));
    }

    [Fact]
    public async Task Where_no_tag_fits_that_is_said()
    {
        await using var stage = await ClientStage.StartAsync();
        stage.Server.Push("team/app", "2.0.0");

        var answer = await stage.FollowAsync(new FollowSpec { Semver = "^1" });

        Assert.Equal($"registry {stage.Server.Host} has no tag in team/app that is followed", answer.Trouble);
    }

    [Fact]
    public async Task An_intent_that_is_gone_is_forgotten()
    {
        await using var stage = await ClientStage.StartAsync();
        stage.Server.Push("team/app", "1");
        await stage.ResolveAsync();

        stage.Source.Changed("web", null, null);

        await stage.ResolveAsync();
        Assert.Equal(2, stage.Server.Calls.Count);
    }

    private static async Task<(string? Tag, TimeSpan? LookAgainIn)> TagAsync(ClientStage stage, FollowSpec follow)
    {
        var answer = await stage.FollowAsync(follow);
        return (answer.Image?.Tag, answer.LookAgainIn);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); seen < value; seen = Volatile.Read(ref most))
        {
            if (Interlocked.CompareExchange(ref most, value, seen) == seen) return;
        }
    }
}
