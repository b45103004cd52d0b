using Microsoft.AspNetCore.Http;
using Pdp.Daemon.Secrets.Stores;

namespace Pdp.Daemon.Tests.Secrets.KeyVault;

public sealed class KeyVaultTroubleTests : KeyVaultTest
{
    [Fact]
    public async Task One_token_serves_many_calls_and_a_rotated_client_secret_is_read_again()
    {
        Server.Secrets.Put("db", "x");
        var store = Store();
        await AskAsync(store, "db");
        await AskAsync(store, "db");
        Assert.Equal(1, Server.Tokens);

        Server.ClientSecret = "application-secret-2";
        Files.Write("secret", "application-secret-2");
        Assert.NotNull((await AskAsync(Store(), "db")).Version);
        Assert.Equal(2, Server.Tokens);
    }

    [Fact]
    public async Task Who_gets_no_token_is_told_what_to_check()
    {
        Files.Write("secret", "hunter2");
        var trouble = await TroubleAsync();
        Assert.Equal("Azure gives the agent no token for it: check the store's auth and what the identity is bound to", trouble.Message);
        File.Delete(Files.Combine("secret"));
        Assert.Contains("cannot be read or used", (await TroubleAsync()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, "needs list and get on secrets")]
    [InlineData(500, "it fails (HTTP 500)")]
    public async Task What_the_vault_refuses_is_said_without_its_own_words(int status, string expected)
    {
        Server.Before = async http =>
        {
            http.Response.StatusCode = status;
            await http.Response.WriteAsync("""{"error":{"code":"Odd","message":"hunter2"}}""");
        };
        var trouble = await TroubleAsync();
        Assert.Contains(expected, trouble.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", trouble.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Throttling_says_for_how_long_to_leave_it_alone_and_is_not_tried_again_at_once()
    {
        var asked = 0;
        Server.Before = http =>
        {
            asked++;
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            http.Response.Headers.RetryAfter = "21";
            return Task.CompletedTask;
        };
        Assert.Equal(TimeSpan.FromSeconds(21), (await TroubleAsync()).RetryAfter);
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Rubbish_and_silence_are_named()
    {
        Server.Before = http => http.Response.WriteAsync("<html>hunter2</html>");
        var rubbish = await TroubleAsync();
        Assert.Contains("no answer of a Key Vault", rubbish.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", rubbish.ToString(), StringComparison.Ordinal);
        await Server.StopAsync();
        var silence = await TroubleAsync();
        Assert.True(
            silence.Message.Contains("cannot be reached", StringComparison.Ordinal) || silence.Message.Contains("no token", StringComparison.Ordinal),
            silence.Message);
    }

    private async Task<SecretStoreUnavailableException> TroubleAsync() =>
        await Assert.ThrowsAsync<SecretStoreUnavailableException>(() => AskAsync(Store(), "db"));
}
