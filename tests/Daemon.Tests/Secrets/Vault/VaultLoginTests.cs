using Pdp.Daemon.Secrets.Vault;

namespace Pdp.Daemon.Tests.Secrets.Vault;

public sealed class VaultLoginTests : VaultTest
{
    [Fact]
    public async Task One_login_serves_until_its_lease_is_two_thirds_over_and_is_renewed_then()
    {
        Server.Secrets.Put("shop/db", ("n", "1"));
        var store = Store();
        for (var i = 0; i < 30; i++)
        {
            await AskAsync(store, "shop/db");
            Time.Advance(TimeSpan.FromMinutes(4));
        }
        Assert.Equal((1, 2), (Server.Tokens.Logins, Server.Tokens.Renewals));
    }

    [Fact]
    public async Task A_token_that_can_be_renewed_no_more_is_followed_by_a_login()
    {
        Server.Secrets.Put("shop/db", ("n", "1"));
        Server.Tokens.Life = (TimeSpan.FromHours(1), TimeSpan.FromMinutes(70));
        var store = Store();
        for (var i = 0; i < 60; i++)
        {
            Assert.NotNull((await AskAsync(store, "shop/db")).Version);
            Time.Advance(TimeSpan.FromMinutes(2));
        }
        Assert.Equal(2, Server.Tokens.Logins);
    }

    [Fact]
    public async Task A_revoked_token_is_followed_by_a_login_and_the_rotated_service_account_token_is_read_again()
    {
        Server.Secrets.Put("shop/db", ("n", "1"));
        var store = Store();
        await AskAsync(store, "shop/db");
        Server.Tokens.RevokeAll();
        Server.Tokens.ServiceAccount = "service-account-2";
        Files.Write("token", "service-account-2");

        Assert.NotNull((await AskAsync(store, "shop/db")).Version);
        Assert.Equal(2, Server.Tokens.Logins);
    }

    [Fact]
    public async Task What_the_policy_denies_is_said_and_is_no_reason_to_log_in_again()
    {
        Server.Secrets.Put("shop/db", ("n", "1"));
        Server.Tokens.Forbidden.Add("secret/metadata/other");
        var store = Store();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(
                "the agent may not read secret/metadata/other there: its policy must have the capability read on it",
                (await AskAsync(store, "other")).Problem);
        }
        Assert.NotNull((await AskAsync(store, "shop/db")).Version);
        Assert.Equal(1, Server.Tokens.Logins);
    }

    [Fact]
    public async Task An_app_role_logs_in_and_a_token_of_somebody_else_is_read_again()
    {
        Server.Secrets.Put("shop/db", ("n", "1"));
        Files.Write("role", "role-1");
        Files.Write("id", "secret-1");
        Assert.NotNull((await AskAsync(Store(new AppRoleAuth(Files.Combine("role"), Files.Combine("id"), "approle")), "shop/db")).Version);

        Files.Write("sink", Server.Tokens.Make());
        var store = Store(new TokenFileAuth(Files.Combine("sink")));
        Assert.NotNull((await AskAsync(store, "shop/db")).Version);
        Server.Tokens.RevokeAll();
        Files.Write("sink", Server.Tokens.Make());
        Assert.NotNull((await AskAsync(store, "shop/db")).Version);
    }

    [Fact]
    public async Task Who_is_not_let_in_is_told_what_to_check()
    {
        Files.Write("token", "somebody else's");
        Assert.Equal(
            "it does not let the agent log in at auth/kubernetes/login (HTTP 403): check the role and what it is bound to", await TroubleAsync(Store()));
        Files.Write("token", "");
        Assert.Contains("cannot be read or is empty", await TroubleAsync(Store()), StringComparison.Ordinal);
    }
}
