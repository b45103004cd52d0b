using Pdp.Core.Ports;
using Pdp.Daemon.Secrets.Stores;
using Pdp.Daemon.Tests.Harness;
using Pdp.Daemon.Tests.Secrets.Stage;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Secrets;

public sealed class StoreTests
{
    private static readonly SecretReference _db = new("vault", "db");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_version_is_noticed_at_the_next_refresh_and_whoever_names_it_is_woken()
    {
        var vault = Vault();
        await using var stage = new StoreStage(("vault", vault));
        Assert.Equal("v1", (await stage.LookAsync(_db)).Version);
        await stage.LookAsync(new("vault", "other"), "bystander");
        stage.Woken.Clear();

        vault.Put("db", "v2", "x");
        await stage.PassAsync(TimeSpan.FromSeconds(61));

        await Until.TrueAsync(() => stage.Woken.Contains("web"));
        Assert.Equal("v2", (await stage.LookAsync(_db)).Version);
        Assert.DoesNotContain("bystander", stage.Woken);
    }

    [Fact]
    public async Task Many_lookups_of_many_secrets_are_one_call()
    {
        var vault = Vault();
        for (var i = 0; i < 50; i++) vault.Put($"s{i}", "v1", "x");
        await using var stage = new StoreStage(("vault", vault));
        await stage.LookAsync(_db);
        var before = vault.Rounds;

        for (var i = 0; i < 50; i++) await stage.LookAsync(_db);
        Assert.Equal(before, vault.Rounds);
        // What is asked for while a call is under way is asked for together by the next one.
        vault.Hanging = new TaskCompletionSource();
        var lookups = Enumerable.Range(0, 50).Select(i => stage.LookAsync(new("vault", $"s{i}"), $"web-{i}")).ToArray();
        vault.Hanging.SetResult();
        await Task.WhenAll(lookups);
        Assert.InRange(vault.Rounds - before, 1, 2);

        before = vault.Rounds;
        await stage.PassAsync(TimeSpan.FromSeconds(61));
        await Until.TrueAsync(() => vault.Rounds == before + 1);
        Assert.Equal(51, vault.LastAsked.Count);
        Assert.Equal(0, vault.Fetches);
    }

    [Fact]
    public async Task One_failure_is_no_news_a_second_one_is_with_the_time_of_the_first_and_the_version_stays()
    {
        var vault = Vault();
        await using var stage = new StoreStage(("vault", vault));
        await stage.LookAsync(_db);
        var start = stage.Time.GetUtcNow();
        stage.Woken.Clear();
        vault.Failure = new SecretStoreException("is sealed");

        await stage.PassAsync(TimeSpan.FromSeconds(59));
        Assert.Equal(1, vault.Rounds);
        await stage.PassUntilAsync(() => vault.Rounds == 2);
        // Asked is not yet answered: the clock stands until the failure has its time.
        await Until.TrueAsync(() => stage.Log.Contains("is sealed"));
        Assert.Null((await stage.LookAsync(_db)).Trouble);
        await stage.PassUntilAsync(() => stage.Woken.Contains("web"));

        var lookup = await stage.LookAsync(_db);
        Assert.Equal("v1", lookup.Version);
        Assert.Equal("secret db of store vault: is sealed", lookup.Trouble!.Message);
        Assert.InRange(lookup.Trouble.Since!.Value - start, TimeSpan.FromSeconds(59), TimeSpan.FromSeconds(65));

        // It goes on failing: no more news of that. It is back: there is.
        stage.Woken.Clear();
        await stage.PassAsync(TimeSpan.FromSeconds(20));
        Assert.Empty(stage.Woken);
        vault.Failure = null;
        await stage.PassUntilAsync(() => stage.Woken.Contains("web"));
        Assert.Null((await stage.LookAsync(_db)).Trouble);
    }

    [Fact]
    public async Task What_is_missing_is_named_and_asked_for_again_soon()
    {
        var vault = Vault();
        await using var stage = new StoreStage(("vault", vault));
        var lookup = await stage.LookAsync(new("vault", "new"));
        Assert.Null(lookup.Version);
        Assert.Null(lookup.Trouble!.Since);
        Assert.Contains("secret new of store vault", lookup.Trouble.Message, StringComparison.Ordinal);

        vault.Put("new", "v1", "x");
        await stage.PassAsync(TimeSpan.FromSeconds(6));

        await Until.TrueAsync(() => stage.Woken.Contains("web"));
        Assert.Equal("v1", (await stage.LookAsync(new("vault", "new"))).Version);
    }

    [Fact]
    public async Task A_store_that_hangs_holds_up_neither_who_asks_for_long_nor_another_store_and_is_not_asked_more_and_more()
    {
        var (vault, other) = (Vault(), Vault());
        await using var stage = new StoreStage(("vault", vault), ("other", other));
        vault.Hanging = new TaskCompletionSource();

        var asking = stage.LookAsync(_db);
        Assert.Equal("v1", (await stage.LookAsync(new("other", "db"), "second")).Version);
        await Until.TrueAsync(() => vault.Rounds == 1);
        for (var i = 0; i < 300; i++) stage.Time.Advance(TimeSpan.FromSeconds(1));

        var lookup = await asking;
        Assert.Null(lookup.Version);
        Assert.Contains("has not answered", lookup.Trouble!.Message, StringComparison.Ordinal);
        Assert.Equal(1, vault.Rounds);

        vault.Hanging.SetResult();
        vault.Hanging = null;
        await Until.TrueAsync(async () =>
        {
            stage.Time.Advance(TimeSpan.FromSeconds(10));
            return (await stage.LookAsync(_db)).Version == "v1";
        });
    }

    [Fact]
    public async Task Rubbish_is_no_version_and_what_a_library_says_of_its_failure_is_not_passed_on()
    {
        var vault = Vault();
        vault.Put("rubbish", new string('x', 200), "x");
        await using var stage = new StoreStage(("vault", vault));
        Assert.Contains("no version", (await stage.LookAsync(new("vault", "rubbish"))).Trouble!.Message, StringComparison.Ordinal);

        vault.FetchFailure = new InvalidOperationException("could not parse hunter2");
        var failure = await Assert.ThrowsAsync<SecretUnavailableException>(() => stage.Source.FetchAsync(StoreStage.Who(), _db, "v1", Ct));
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
        Assert.False(stage.Log.Contains("hunter2"));
        Assert.Contains("InvalidOperationException", failure.Message, StringComparison.Ordinal);

        // Nor is the store asked for it again at once.
        await Assert.ThrowsAsync<SecretUnavailableException>(() => stage.Source.FetchAsync(StoreStage.Who(), _db, "v1", Ct));
        Assert.Equal(1, vault.Fetches);
    }

    [Fact]
    public async Task Nobody_uses_what_no_rule_lets_through_and_the_store_is_not_even_asked()
    {
        var vault = Vault();
        await using var stage = new StoreStage();
        stage.Definitions.Change(ScriptedDefinitions.Of("vault", vault) with { Allow = new Allowance([new AllowRule(Project: "shop", Secret: "shop/*")]) });
        await stage.Time.WaitForTimersAsync(cancellationToken: Ct);
        stage.Time.Advance(TimeSpan.FromSeconds(10));
        await Until.TrueAsync(() => stage.Set.Find("vault") is not null);
        vault.Put("shop/a", "v1", "x");

        Assert.Equal("v1", (await stage.LookAsync(new("vault", "shop/a"))).Version);
        var rounds = vault.Rounds;
        Assert.Contains("do not let", (await stage.LookAsync(_db)).Trouble!.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SecretUnavailableException>(() => stage.Source.FetchAsync(StoreStage.Who(), _db, "v1", Ct));
        await Assert.ThrowsAsync<SecretUnavailableException>(
            () => stage.Source.FetchAsync(StoreStage.Who(project: "shopping"), new("vault", "shop/a"), "v1", Ct));
        Assert.Equal((rounds, 0), (vault.Rounds, vault.Fetches));
    }

    [Fact]
    public async Task Stores_that_change_wake_whoever_names_secrets_and_one_that_stays_keeps_what_it_knows()
    {
        var (vault, added) = (Vault(), Vault());
        await using var stage = new StoreStage(("vault", vault));
        await stage.LookAsync(_db);
        var waiting = await stage.LookAsync(new("added", "db"), "waiting");
        Assert.Contains("no store of that name", waiting.Trouble!.Message, StringComparison.Ordinal);

        stage.Definitions.Change([.. stage.Definitions.Current, ScriptedDefinitions.Of("added", added)]);
        await stage.Time.WaitForTimersAsync(2, cancellationToken: Ct);
        stage.Time.Advance(TimeSpan.FromSeconds(10));

        await Until.TrueAsync(() => stage.Woken.Contains("waiting"));
        Assert.Equal("v1", (await stage.LookAsync(new("added", "db"), "waiting")).Version);
        var rounds = vault.Rounds;
        Assert.Equal("v1", (await stage.LookAsync(_db)).Version);
        Assert.Equal(rounds, vault.Rounds);
    }

    [Fact]
    public async Task What_nobody_names_any_more_is_no_longer_asked_for()
    {
        var vault = Vault();
        await using var stage = new StoreStage(("vault", vault));
        await stage.LookAsync(_db);
        await stage.LookAsync(new("vault", "other"), "second");

        stage.Source.Changed("web", null, null);
        await stage.PassAsync(TimeSpan.FromSeconds(61));

        await Until.TrueAsync(() => vault.LastAsked.Count == 1 && vault.LastAsked.Single().Name == "other");
    }

    private static ScriptedStore Vault()
    {
        var vault = new ScriptedStore();
        vault.Put("db", "v1", "first");
        vault.Put("other", "v1", "first");
        return vault;
    }
}
