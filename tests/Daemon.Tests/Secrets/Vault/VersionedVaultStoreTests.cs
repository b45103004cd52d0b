using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Tests.Secrets.Vault;

public sealed class VersionedVaultStoreTests : VaultTest
{
    [Fact]
    public async Task A_new_version_is_told_without_reading_a_value_and_each_version_can_be_had()
    {
        Server.Secrets.Put("shop/db", ("user", "ada"), ("password", "first"));
        var store = Store();
        var first = (await AskAsync(store, "shop/db")).Version!;
        Time.Advance(TimeSpan.FromSeconds(1));
        Server.Secrets.Put("shop/db", ("user", "ada"), ("password", "second"));
        var second = (await AskAsync(store, "shop/db")).Version!;

        Assert.StartsWith("1.", first, StringComparison.Ordinal);
        Assert.StartsWith("2.", second, StringComparison.Ordinal);
        Assert.DoesNotContain(Server.Calls, call => call.Path.Contains("/data/", StringComparison.Ordinal));
        Assert.Equal("""{"user":"ada","password":"first"}""", await ValueAsync(store, "shop/db", first));
        Assert.Equal("""{"user":"ada","password":"second"}""", await ValueAsync(store, "shop/db", second));
    }

    [Theory]
    [InlineData("1", "1.")]
    [InlineData("2", "2.")]
    public async Task A_pinned_version_stays_what_it_is(string pinned, string expected)
    {
        for (var i = 0; i < 3; i++) Server.Secrets.Put("shop/db", ("n", $"{i}"));
        Assert.StartsWith(expected, (await AskAsync(Store(), "shop/db", pinned)).Version, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_deleted_destroyed_or_never_was_is_said_and_what_is_had_back_serves_again()
    {
        Server.Secrets.Put("shop/db", ("n", "1"));
        Server.Secrets.Put("shop/db", ("n", "2"));
        var store = Store();
        var version = (await AskAsync(store, "shop/db")).Version!;

        Server.Secrets.Delete("shop/db", 2);
        Assert.Equal("version 2 of it is deleted", (await AskAsync(store, "shop/db")).Problem);
        var gone = await Assert.ThrowsAsync<SecretStoreException>(() => ValueAsync(store, "shop/db", version));
        Assert.Contains("deleted", gone.Message, StringComparison.Ordinal);
        Server.Secrets.Undelete("shop/db", 2);
        Assert.Equal(version, (await AskAsync(store, "shop/db")).Version);
        Server.Secrets.Destroy("shop/db", 2);
        Assert.Equal("version 2 of it is destroyed", (await AskAsync(store, "shop/db")).Problem);
        Assert.Contains("no version of the number", (await AskAsync(store, "shop/db", "9")).Problem, StringComparison.Ordinal);
        Assert.Equal("there is no such secret below secret", (await AskAsync(store, "shop/other")).Problem);
    }

    [Fact]
    public async Task A_secret_that_was_removed_and_made_again_is_at_another_version_though_its_numbers_begin_anew()
    {
        Server.Secrets.Put("shop/db", ("n", "old"));
        var store = Store();
        var before = (await AskAsync(store, "shop/db")).Version!;
        Server.Secrets.Remove("shop/db");
        Time.Advance(TimeSpan.FromSeconds(1));
        Server.Secrets.Put("shop/db", ("n", "new"));

        Assert.NotEqual(before, (await AskAsync(store, "shop/db")).Version);
        Assert.Contains("made again", (await AskAsync(store, "shop/db", before)).Problem, StringComparison.Ordinal);
        var gone = await Assert.ThrowsAsync<SecretStoreException>(() => ValueAsync(store, "shop/db", before));
        Assert.Contains("made again", gone.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../sys/seal")]
    [InlineData("shop/../../sys/mounts")]
    [InlineData("/etc")]
    [InlineData("shop//db")]
    [InlineData("shop/db?version=1")]
    [InlineData("shop%2f..%2fdb")]
    [InlineData("")]
    public async Task A_name_never_leads_out_of_the_mount(string name)
    {
        var store = Store();
        Assert.Contains("1..8 parts", (await AskAsync(store, name)).Problem, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SecretStoreException>(() => store.FetchAsync(new SecretName(name), "1.1", Ct));
        Assert.Empty(Server.Calls);
    }

    [Fact]
    public async Task The_namespace_goes_with_every_request()
    {
        Server.Secrets.Put("shop/db", ("n", "1"));
        await AskAsync(Store(change: options => options with { Namespace = "team/a" }), "shop/db");
        Assert.All(Server.Calls, call => Assert.Equal("team/a", call.Namespace));
        Assert.Equal(2, Server.Calls.Count);
    }
}
