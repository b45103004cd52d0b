using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Tests.Secrets.KeyVault;

public sealed class KeyVaultStoreTests : KeyVaultTest
{
    [Fact]
    public async Task The_newest_version_is_told_without_reading_a_value_and_each_can_be_had()
    {
        var first = Server.Secrets.Put("db-password", "first");
        Pass();
        var second = Server.Secrets.Put("db-password", "second");
        Pass();
        var store = Store();

        Assert.Equal(second, (await AskAsync(store, "db-password")).Version);
        Assert.Equal(first, (await AskAsync(store, "db-password", first)).Version);
        Assert.DoesNotContain(Server.Calls, call => call == "GET /secrets/db-password/" || call.EndsWith(second, StringComparison.Ordinal));
        Assert.Equal("first", await ValueAsync(store, "db-password", first));
        Assert.Equal("second", await ValueAsync(store, "db-password", second));
    }

    [Fact]
    public async Task Two_versions_of_one_second_are_told_apart_by_the_vault_itself()
    {
        Server.Secrets.Put("db-password", "first");
        var second = Server.Secrets.Put("db-password", "second");
        Assert.Equal(second, (await AskAsync(Store(), "db-password")).Version);
    }

    [Fact]
    public async Task Many_secrets_are_listed_in_pages_and_only_a_changed_one_is_asked_for_its_versions()
    {
        var names = Enumerable.Range(0, 120).Select(i => new SecretName($"secret-{i:d3}")).ToList();
        foreach (var name in names) Server.Secrets.Put(name.Name, "x");
        Pass();
        var store = Store();
        Assert.All((await store.ListVersionsAsync(names, Ct)).Values, answer => Assert.NotNull(answer.Version));
        var before = Server.Calls.Count;

        await store.ListVersionsAsync(names, Ct);
        Assert.Equal(5, Server.Calls.Count - before);
        Pass();
        var changed = Server.Secrets.Put("secret-077", "y");
        Pass();
        var answers = await store.ListVersionsAsync(names, Ct);
        Assert.Equal(changed, answers[new SecretName("secret-077")].Version);
        Assert.Equal(5 + 5 + 1, Server.Calls.Count - before);
    }

    [Fact]
    public async Task A_second_change_within_one_second_is_not_missed()
    {
        var names = Enumerable.Range(0, 6).Select(i => new SecretName($"secret-{i}")).ToList();
        foreach (var name in names) Server.Secrets.Put(name.Name, "x");
        var store = Store();
        await store.ListVersionsAsync(names, Ct);
        var changed = Server.Secrets.Put("secret-3", "y");
        Assert.Equal(changed, (await store.ListVersionsAsync(names, Ct))[names[3]].Version);
    }

    [Fact]
    public async Task A_disabled_deleted_or_unknown_one_is_said_and_a_recovered_one_serves_again()
    {
        var version = Server.Secrets.Put("db", "x");
        Pass();
        var store = Store();
        Server.Secrets.Enable("db", isEnabled: false);
        Assert.Contains("disabled", (await AskAsync(store, "db")).Problem, StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<SecretStoreException>(() => ValueAsync(store, "db", version));
        Assert.Contains("disabled", refused.Message, StringComparison.Ordinal);
        Server.Secrets.Enable("db", isEnabled: true);
        Server.Secrets.Delete("db");
        Assert.Contains("no such secret", (await AskAsync(store, "db")).Problem, StringComparison.Ordinal);
        Server.Secrets.Recover("db");
        Assert.Equal(version, (await AskAsync(store, "db")).Version);
        Assert.Contains("no version of the name", (await AskAsync(store, "db", "ffff")).Problem, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SecretStoreException>(() => ValueAsync(store, "db", "ffff"));
    }

    [Theory]
    [InlineData("db/../keys")]
    [InlineData("db password")]
    [InlineData("")]
    public async Task A_name_is_a_name(string name)
    {
        Assert.Contains("must be 1..127", (await AskAsync(Store(), name)).Problem, StringComparison.Ordinal);
        Assert.Empty(Server.Calls);
    }

    private void Pass() => Time.Advance(TimeSpan.FromSeconds(30));
}
