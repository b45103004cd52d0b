using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Pdp.ControlStub.Cli;
using Pdp.ControlStub.Cli.Observe;
using Pdp.Testing;

namespace Pdp.ControlStub.Tests.Cli.Observe;

/// <summary>What stands between a person and a plane is told by its name, and what to do about it.</summary>
public sealed class PlaneTroubleTests
{
    private int _minted;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_name_nobody_knows() =>
        Assert.StartsWith("Name: plane.invalid is not known here.", (await FailAsync(new Uri("https://plane.invalid"), ExitCodes.Unreachable)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_port_nobody_listens_on() =>
        Assert.StartsWith("Network: 127.0.0.1:1 does not answer", (await FailAsync(new Uri("https://127.0.0.1:1"), ExitCodes.Unreachable)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_certificate_nobody_trusts_until_its_authority_is_named()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.IssueServer("127.0.0.1");
        using var directory = new TempDirectory();
        await using var server = await TestServer.StartAsync(
            context => context.Response.WriteAsync("{}", context.RequestAborted), new TestServerOptions { Certificate = certificate }, Cancel);

        var failure = await FailAsync(server.Address, ExitCodes.Unreachable);
        Assert.StartsWith($"Certificate: the connection to {server.Address.Authority} is not trusted", failure.Message, StringComparison.Ordinal);

        using var client = Client(server.Address, directory.Write("ca.crt", authority.CertificatePem));
        Assert.Empty(await client.AskAsync("logs/query", [], Cancel));
    }

    [Theory]
    [InlineData(401, ExitCodes.Refused, "Token: plane eu-1 does not take the control plane's token: Unauthorized: the audience is another plane")]
    [InlineData(403, ExitCodes.Refused, "Scope: ")]
    [InlineData(429, ExitCodes.Refused, "Limit: Unauthorized: the audience is another plane Try again in 7 s.")]
    [InlineData(503, ExitCodes.Unreachable, "Plane eu-1 cannot answer now: ")]
    [InlineData(400, ExitCodes.Refused, "Unauthorized: the audience is another plane")]
    public async Task What_the_plane_itself_refuses(int status, int code, string begins)
    {
        await using var server = await TestServer.StartAsync(
            context =>
            {
                context.Response.StatusCode = status;
                context.Response.Headers.RetryAfter = "7";
                context.Response.ContentType = "application/problem+json";
                return context.Response.WriteAsync("""{"title": "Unauthorized", "detail": "the audience is another plane"}""", context.RequestAborted);
            },
            cancellationToken: Cancel);

        Assert.StartsWith(begins, (await FailAsync(server.Address, code)).Message, StringComparison.Ordinal);
        Assert.Equal(1, _minted);
    }

    [Theory]
    [InlineData("<html>404</html>")]
    [InlineData("{}")]
    public async Task An_address_of_something_else(string page)
    {
        await using var server = await TestServer.StartAsync(
            context =>
            {
                context.Response.StatusCode = 404;
                return context.Response.WriteAsync(page, context.RequestAborted);
            },
            cancellationToken: Cancel);

        Assert.StartsWith($"Address: {server.Address} answered 404", (await FailAsync(server.Address, ExitCodes.Unreachable)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_has_ended_is_made_anew_once()
    {
        await using var server = await TestServer.StartAsync(
            context =>
            {
                context.Response.StatusCode = context.Request.Headers.Authorization == "Bearer t-2" || _minted == 1 && context.Request.Path == "/api/v1/first" ? 200 : 401;
                return context.Response.WriteAsync(context.Response.StatusCode == 200 ? """{"ok": true}""" : """{"title": "Unauthorized"}""", context.RequestAborted);
            },
            cancellationToken: Cancel);
        using var client = Client(server.Address);

        await client.AskAsync("first", [], Cancel);
        Assert.Equal(1, _minted);
        Assert.True((bool)(await client.AskAsync("second", [], Cancel))["ok"]!);
        Assert.Equal(2, _minted);
    }

    private async Task<CliException> FailAsync(Uri address, int code)
    {
        using var client = Client(address);
        var failure = await Assert.ThrowsAsync<CliException>(() => client.AskAsync("logs/query", new JsonObject(), Cancel));
        Assert.Equal(code, failure.ExitCode);
        return failure;
    }

    private PlaneClient Client(Uri address, string? authority = null) =>
        new("eu-1", address, authority, _ => Task.FromResult($"t-{++_minted}"));
}
