using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Store.Sqlite;
using Pdp.Testing;

namespace Pdp.ControlStub.Tests.Security;

public sealed class TokenTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_found_by_its_whole_text_and_by_nothing_less()
    {
        using var directory = new TempDirectory();
        await using var store = SqliteControlStore.Open(directory.Combine("control.db"), new StoreLimits(), TimeProvider.System);
        var tokens = new Tokens(store.Tokens, TimeProvider.System);
        var (text, record) = tokens.Make(TokenUse.Bootstrap, "east", TimeSpan.FromHours(1));
        Assert.Null(await tokens.FindAsync(text, Cancel));
        await store.Tokens.AddAsync(record, revokeOthers: false, [], Cancel);
        var found = await tokens.FindAsync(text, Cancel);
        Assert.Equal(("east", TimeSpan.FromHours(1)), (found!.Plane, found.ExpiresAt - found.CreatedAt));
        Assert.Null(await tokens.FindAsync(text + "x", Cancel));
        Assert.Null(await tokens.FindAsync(text[..^1], Cancel));
        Assert.Null(await tokens.FindAsync(text[4..], Cancel));
        Assert.Null(await tokens.FindAsync(text.Split('.')[0] + ".", Cancel));
        var (_, other) = tokens.Make(TokenUse.Bootstrap, "east");
        await store.Tokens.AddAsync(other, revokeOthers: true, [], Cancel);
        // What was revoked is found, and that it was: whoever asks records why it was refused.
        Assert.NotNull((await tokens.FindAsync(text, Cancel))!.RevokedAt);
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
