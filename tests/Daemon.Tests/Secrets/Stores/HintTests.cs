using Pdp.Daemon.Secrets.Stores;
using Pdp.Daemon.Tests.Harness;
using Pdp.Daemon.Tests.Secrets.Stage;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Secrets.Stores;

/// <summary>Hints bring the next look forward, and do nothing else.</summary>
public sealed class HintTests : IAsyncDisposable
{
    private static readonly SecretReference _db = new("vault", "db");

    private readonly ScriptedStore _vault = new();
    private readonly StoreStage _stage;

    public HintTests()
    {
        _vault.Put("db", "v1", "first");
        _vault.Put("other", "v1", "first");
        _stage = new StoreStage(("vault", _vault));
    }

    private FollowedStore Store => _stage.Set.Find("vault")!;

    [Fact]
    public async Task A_change_that_is_hinted_is_found_without_waiting_for_the_next_refresh_and_only_that_secret_is_asked_for()
    {
        await _stage.LookAsync(_db);
        await _stage.LookAsync(new SecretReference("vault", "other"));
        _vault.Put("db", "v2", "second");

        _stage.Hints.Take("vault", "db");

        await Until.TrueAsync(() => _stage.Woken.Contains("web"));
        Assert.Equal("v2", (await _stage.LookAsync(_db)).Version);
        Assert.Equal([new SecretName("db", null)], _vault.LastAsked);
    }

    [Fact]
    public async Task What_nobody_wants_or_pins_and_what_is_in_no_store_asks_for_nothing()
    {
        await _stage.LookAsync(_db with { Version = "v1" });
        var rounds = _vault.Rounds;

        Assert.Equal(HintOutcome.Unwanted, Store.Hint("nobody's"));
        Assert.Equal(HintOutcome.Unwanted, Store.Hint("db"));
        _stage.Hints.Take("elsewhere", "db");
        await _stage.PassAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(rounds, _vault.Rounds);
    }

    [Fact]
    public async Task Whoever_hints_too_often_is_heard_as_often_as_is_allowed_and_the_refresh_finds_the_rest()
    {
        SecretReference[] many = [.. Enumerable.Range(0, HintAllowance.Burst + 1).Select(i => new SecretReference("vault", $"s{i}"))];
        foreach (var one in many) _vault.Put(one.Name, "v1", "first");
        await _stage.Source.LookUpAsync(StoreStage.Who(), many, TestContext.Current.CancellationToken);
        var last = many[^1];
        _vault.Put(last.Name, "v2", "second");

        var heard = many.Select(one => Store.Hint(one.Name)).ToList();

        Assert.All(heard[..^1], outcome => Assert.Equal(HintOutcome.Taken, outcome));
        Assert.Equal(HintOutcome.TooMany, heard[^1]);
        Assert.Equal("v1", (await _stage.LookAsync(last)).Version);
        await _stage.PassAsync(TimeSpan.FromSeconds(61));
        await Until.TrueAsync(async () => (await _stage.LookAsync(last)).Version == "v2");
        Assert.Equal(HintOutcome.Taken, Store.Hint(last.Name));
    }

    [Fact]
    public async Task A_store_that_asked_to_be_left_alone_is_left_alone_whatever_is_hinted()
    {
        await _stage.LookAsync(_db);
        _vault.Failure = new SecretStoreUnavailableException("is asked too often", TimeSpan.FromMinutes(5));
        Store.Hint("db");
        await Until.TrueAsync(() => _vault.Rounds == 2);

        Store.Hint("db");
        await _stage.PassAsync(TimeSpan.FromSeconds(5));

        Assert.Equal(2, _vault.Rounds);
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();
}
