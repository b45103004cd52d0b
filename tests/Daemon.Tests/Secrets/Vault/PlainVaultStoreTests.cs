using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Tests.Secrets.Vault;

public sealed class PlainVaultStoreTests : VaultTest
{
    [Fact]
    public async Task A_content_is_its_version_and_only_the_present_one_can_be_had()
    {
        Server.Secrets.PutPlain("shop/db", ("password", "first"));
        var store = Store(engine: 1);
        var first = (await AskAsync(store, "shop/db")).Version!;
        Assert.Equal("""{"password":"first"}""", await ValueAsync(store, "shop/db", first));

        Server.Secrets.PutPlain("shop/db", ("password", "second"));
        var second = (await AskAsync(store, "shop/db")).Version!;
        Assert.NotEqual(first, second);
        await Assert.ThrowsAsync<SecretStoreException>(() => ValueAsync(store, "shop/db", first));
        Assert.Contains("keeps only one", (await AskAsync(store, "shop/db", first)).Problem, StringComparison.Ordinal);
        Server.Secrets.PutPlain("shop/db", ("password", "first"));
        Assert.Equal(first, (await AskAsync(store, "shop/db")).Version);
    }

    [Fact]
    public async Task The_second_engine_taken_for_the_first_is_said()
    {
        Server.Secrets.PutPlain("shop/db", ("password", "first"));
        var store = Store(change: options => options with { Mount = "kv" });
        Assert.Equal("there is no such secret below kv", (await AskAsync(store, "shop/db")).Problem);
    }
}
