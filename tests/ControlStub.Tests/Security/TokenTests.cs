using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Store.Sqlite;
using Pdp.Testing;

namespace Pdp.ControlStub.Tests.Security;

public sealed class TokenTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_opens_only_what_it_is_for_and_only_until_it_is_revoked()
    {
        using var directory = new TempDirectory();
        await using var store = SqliteControlStore.Open(directory.Combine("control.db"), new StoreLimits(), TimeProvider.System);
        var tokens = new Tokens(store.Tokens, TimeProvider.System);
        var (text, record) = tokens.Make(TokenUse.Bootstrap, "east");
        Assert.Null(await tokens.CheckAsync(text, TokenUse.Bootstrap, Cancel));
        await store.Tokens.AddAsync(record, revokeOthers: false, [], Cancel);
        Assert.Equal("east", (await tokens.CheckAsync(text, TokenUse.Bootstrap, Cancel))!.Plane);
        Assert.Null(await tokens.CheckAsync(text, TokenUse.Admin, Cancel));
        Assert.Null(await tokens.CheckAsync(text + "x", TokenUse.Bootstrap, Cancel));
        Assert.Null(await tokens.CheckAsync(text[..^1], TokenUse.Bootstrap, Cancel));
        Assert.Null(await tokens.CheckAsync(text[4..], TokenUse.Bootstrap, Cancel));
        Assert.Null(await tokens.CheckAsync(text.Split('.')[0] + ".", TokenUse.Bootstrap, Cancel));
        var (_, other) = tokens.Make(TokenUse.Bootstrap, "east");
        await store.Tokens.AddAsync(other, revokeOthers: true, [], Cancel);
        Assert.Null(await tokens.CheckAsync(text, TokenUse.Bootstrap, Cancel));
    }

    [Fact]
    public async Task Tokens_are_long_random_and_never_stored()
    {
        using var directory = new TempDirectory();
        await using var store = SqliteControlStore.Open(directory.Combine("control.db"), new StoreLimits(), TimeProvider.System);
        var tokens = new Tokens(store.Tokens, TimeProvider.System);
        var made = Enumerable.Range(0, 100).Select(_ => tokens.Make(TokenUse.Admin, null)).ToList();
        Assert.Equal(100, made.Select(m => m.Text).Distinct().Count());
        Assert.All(made, m => Assert.InRange(m.Text.Length, 56, 128));
        Assert.All(made, m => Assert.DoesNotContain(m.Text.Split('.')[1], Convert.ToBase64String(m.Record.Hash)));
        Assert.All(made, m => Assert.Equal(32, m.Record.Hash.Length));
    }
}
