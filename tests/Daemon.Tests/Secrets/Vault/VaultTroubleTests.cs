using Microsoft.AspNetCore.Http;
using Pdp.Daemon.Secrets.Stores;
using Pdp.Testing;
using Pdp.Vaults.Vault;

namespace Pdp.Daemon.Tests.Secrets.Vault;

public sealed class VaultTroubleTests : VaultTest
{
    [Fact]
    public async Task A_sealed_vault_is_said_and_serves_again_when_it_is_unsealed()
    {
        Server.Secrets.Put("shop/db", ("n", "1"));
        var store = Store();
        Server.IsSealed = true;
        Assert.Equal("it is sealed or in maintenance (HTTP 503)", await TroubleAsync(store));
        Server.IsSealed = false;
        Assert.NotNull((await AskAsync(store, "shop/db")).Version);
    }

    [Fact]
    public async Task A_quota_that_is_used_up_says_for_how_long_to_leave_it_alone()
    {
        Server.Before = http =>
        {
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            http.Response.Headers.RetryAfter = "17";
            return Task.CompletedTask;
        };
        var failure = await Assert.ThrowsAsync<SecretStoreUnavailableException>(() => AskAsync(Store(), "shop/db"));
        Assert.Equal(TimeSpan.FromSeconds(17), failure.RetryAfter);
    }

    [Fact]
    public async Task Nothing_is_followed_so_that_the_token_goes_nowhere_else()
    {
        await using var elsewhere = await TestVault.StartAsync();
        Server.Before = http =>
        {
            http.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            http.Response.Headers.Location = new Uri(elsewhere.Address, http.Request.Path).ToString();
            return Task.CompletedTask;
        };
        Assert.Contains("another address (HTTP 307)", await TroubleAsync(Store()), StringComparison.Ordinal);
        Assert.Empty(elsewhere.Calls);
    }

    [Theory]
    [InlineData("<html>hunter2</html>")]
    [InlineData("[]")]
    [InlineData("""{"data":{"current_version":"hunter2"}}""")]
    [InlineData("""{"data":{"current_version":1,"versions":{"1":{"created_time":"hunter2"}}}}""")]
    public async Task Rubbish_is_named_and_not_repeated(string rubbish)
    {
        var store = Store();
        await AskAsync(store, "shop/db");
        Server.Before = http => http.Response.WriteAsync(rubbish);
        var trouble = await TroubleAsync(store);
        Assert.StartsWith("it answered with something that is no answer", trouble, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_its_end()
    {
        var store = Store();
        await AskAsync(store, "shop/db");
        Server.Before = http => http.Response.Body.WriteAsync(new byte[3 * 1024 * 1024]).AsTask();
        Assert.Contains("more than 2097152 bytes", await TroubleAsync(store), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_or_cut_off_is_said_and_what_comes_back_serves()
    {
        Server.Secrets.Put("shop/db", ("n", "1"));
        var store = Store();
        await AskAsync(store, "shop/db");
        await Server.StopAsync();
        Assert.Contains("cannot be reached", await TroubleAsync(store), StringComparison.Ordinal);
        await Server.StartAgainAsync();
        Assert.NotNull((await AskAsync(store, "shop/db")).Version);
    }

    [Fact]
    public async Task A_vault_is_trusted_by_the_customers_authority_alone()
    {
        using var authority = new TestAuthority();
        using var other = new TestAuthority();
        await using var vault = await TestVault.StartAsync(new TestServerOptions { Certificate = authority.IssueServer() }, Time);
        vault.Secrets.Put("shop/db", ("n", "1"));
        Files.Write("ca.pem", authority.CertificatePem);
        Files.Write("other.pem", other.CertificatePem);

        ISecretStore Trusting(string ca) => Store(change: options => options with { Address = vault.Address, CaFile = Files.Combine(ca) });
        Assert.NotNull((await AskAsync(Trusting("ca.pem"), "shop/db")).Version);
        Assert.Contains("cannot be trusted", await TroubleAsync(Trusting("other.pem")), StringComparison.Ordinal);
    }
}
