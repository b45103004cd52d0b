using Pdp.Daemon.Tests.Channel.Stage;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Channel.Dialling;

/// <summary>Through a real proxy on loopback; a session that comes up behind it has gone through its tunnel.</summary>
public sealed class ProxyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_explicit_proxy_is_used()
    {
        await using var proxy = ConnectProxy.Start();
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle, options =>
        {
            options.Proxy.Url = $"http://127.0.0.1:{proxy.Port}";
            options.Proxy.NoProxy = "*";
        });

        var session = await plane.NextWelcomedAsync();

        Assert.Equal([$"localhost:{plane.Port}"], proxy.Tunnelled);
        Assert.False(session.Headers.ContainsKey("Proxy-Authorization"));
    }

    [Theory]
    [InlineData("http://user:p%40ss%3Aw0rd@127.0.0.1:{0}")]
    [InlineData("user:p%40ss%3Aw0rd@127.0.0.1:{0}")]
    public async Task Credentials_for_the_proxy_are_shown_to_the_proxy_only(string url)
    {
        await using var proxy = ConnectProxy.Start("user", "p@ss:w0rd");
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle, options => options.Proxy.HttpsProxy = string.Format(null, url, proxy.Port));

        var session = await plane.NextWelcomedAsync();

        Assert.Equal([$"localhost:{plane.Port}"], proxy.Tunnelled);
        Assert.False(session.Headers.ContainsKey("Proxy-Authorization"));
        Assert.DoesNotContain(channel.Log.Lines, line => line.Line.Contains("p@ss", StringComparison.Ordinal) || line.Line.Contains("p%40ss", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Credentials_from_a_file_go_before_those_of_the_url()
    {
        using var directory = new TempDirectory();
        await using var proxy = ConnectProxy.Start("user", "p:w%");
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle, options =>
        {
            options.Proxy.Url = $"http://other:wrong@127.0.0.1:{proxy.Port}";
            options.Proxy.CredentialsFile = directory.Write("credentials", "user:p:w%\n");
        });

        await plane.NextWelcomedAsync();

        Assert.Equal([$"localhost:{plane.Port}"], proxy.Tunnelled);
    }

    [Fact]
    public async Task Credentials_the_proxy_does_not_take_are_told_plainly()
    {
        await using var proxy = ConnectProxy.Start("user", "right");
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle, options => options.Proxy.Url = $"http://user:wrong@127.0.0.1:{proxy.Port}");

        await AssertFailsAsync(channel, "ProxyRefused", "HTTP 407");
        Assert.Empty(proxy.Tunnelled);
        Assert.Equal(0, plane.Dials);
    }

    [Fact]
    public async Task A_proxy_that_opens_no_tunnel_is_told_plainly_and_asked_again()
    {
        await using var proxy = ConnectProxy.Start();
        proxy.Refusal = "502 Bad Gateway";
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle, options => options.Proxy.Url = $"http://127.0.0.1:{proxy.Port}");
        await AssertFailsAsync(channel, "ProxyRefused", "HTTP 502");
        proxy.Refusal = null;

        await plane.NextWelcomedAsync();
    }

    [Fact]
    public async Task A_host_named_in_NO_PROXY_is_dialled_directly()
    {
        await using var proxy = ConnectProxy.Start();
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using var channel = RunningChannel.Start(plane.Bundle, options =>
        {
            options.Proxy.HttpsProxy = $"http://127.0.0.1:{proxy.Port}";
            options.Proxy.NoProxy = "example.com, localhost";
        });

        await plane.NextWelcomedAsync();

        Assert.Empty(proxy.Asked);
    }

    [Fact]
    public async Task A_proxy_that_is_not_there_and_a_name_that_is_none_are_told_plainly()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        await using (var away = RunningChannel.Start(plane.Bundle, options => options.Proxy.Url = "http://127.0.0.1:1"))
            await AssertFailsAsync(away, "Unreachable", "ConnectionRefused, dialling the proxy 127.0.0.1:1");

        await using var unknown = RunningChannel.Start(plane.Bundle with { Server = "wss://nowhere.invalid/agent/v1/channel" });
        await AssertFailsAsync(unknown, "NameNotResolved", "cannot be resolved");
    }

    [Fact]
    public async Task The_connection_survives_nothing_its_tunnel_does_not()
    {
        await using var plane = await ScriptedControlPlane.StartAsync();
        var proxy = ConnectProxy.Start();
        await using var channel = RunningChannel.Start(plane.Bundle, options => options.Proxy.Url = $"http://127.0.0.1:{proxy.Port}");
        var session = await plane.NextWelcomedAsync();
        await proxy.DisposeAsync();

        await session.EndedAsync();

        await Eventually.TrueAsync(() => channel.Log.Lines.Any(line => line.Id == 2003), cancellationToken: Cancel);
    }

    private static async Task AssertFailsAsync(RunningChannel channel, string failure, string detail)
    {
        await Eventually.TrueAsync(() => channel.Log.Lines.Any(line => line.Id == 2001), cancellationToken: Cancel);
        var line = channel.Log.Lines.First(line => line.Id == 2001).Line;
        Assert.Contains(failure, line, StringComparison.Ordinal);
        Assert.Contains(detail, line, StringComparison.Ordinal);
    }
}
