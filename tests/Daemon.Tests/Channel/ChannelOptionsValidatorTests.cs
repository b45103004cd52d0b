using Pdp.Daemon.Channel;
using Pdp.Testing;

namespace Pdp.Daemon.Tests.Channel;

public sealed class ChannelOptionsValidatorTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    private ChannelOptions Good => new()
    {
        Server = new Uri("wss://control.example/agent/v1/channel"),
        CaCertificate = _authority.CertificatePem,
        AgentId = "agent-1",
        AgentVersion = "0.1.0",
    };

    public void Dispose() => _authority.Dispose();

    [Fact]
    public void The_defaults_with_a_server_and_a_pin_are_good() => Assert.Empty(Failures(_ => { }));

    [Fact]
    public void A_pin_that_cannot_be_read_stops_the_start()
    {
        Assert.Equal(["Channel.CaCertificate: must be 1..16 PEM certificates"], Failures(options => options.CaCertificate = "c4n4ry"));
        Assert.Equal(["Channel.PublicKeyPins[0]: must be sha256/ and 32 bytes in base64"], Failures(options => options.PublicKeyPins = ["sha256/c4n4ry"]));
        Assert.Single(Failures(options => options.CaCertificate = null), failure => failure.Contains("never used", StringComparison.Ordinal));
    }

    [Fact]
    public void Everything_out_of_range_is_told_at_once_and_never_repeated()
    {
        var failures = Failures(options =>
        {
            options.Server = new Uri("ws://c4n4ry");
            options.AgentId = "";
            options.AgentVersion = new string('x', 300);
            options.Proxy.Url = "ftp://c4n4ry";
            options.Proxy.HttpsProxy = "http://c4n4ry/path";
            options.DialTimeout = TimeSpan.Zero;
            options.HandshakeTimeout = TimeSpan.FromHours(1);
            options.SendTimeout = TimeSpan.Zero;
            options.CloseTimeout = TimeSpan.Zero;
            options.KeepAliveInterval = TimeSpan.Zero;
            options.ReconnectMin = TimeSpan.FromMinutes(1);
            options.ReconnectMax = TimeSpan.FromSeconds(1);
            options.StatusInterval = TimeSpan.FromSeconds(-1);
            options.PendingBytes = 0;
            options.ParallelIntents = 257;
            options.StoreRetryMin = TimeSpan.FromMinutes(1);
            options.StoreRetryMax = TimeSpan.FromSeconds(1);
            options.AskTimeout = TimeSpan.Zero;
        });

        Assert.Equal(
            [
                "Server", "AgentId", "AgentVersion", "Proxy.Url", "Proxy.HttpsProxy", "DialTimeout", "HandshakeTimeout", "SendTimeout", "CloseTimeout",
                "KeepAliveInterval", "ReconnectMin", "StatusInterval", "PendingBytes", "ParallelIntents", "StoreRetryMin", "AskTimeout",
            ],
            failures.Select(failure => failure.Split(':')[0]["Channel.".Length..]));
        Assert.DoesNotContain(failures, failure => failure.Contains("c4n4ry", StringComparison.Ordinal));
    }

    private List<string> Failures(Action<ChannelOptions> change)
    {
        var options = Good;
        change(options);
        return [.. new ChannelOptionsValidator().Validate(null, options).Failures ?? []];
    }
}
