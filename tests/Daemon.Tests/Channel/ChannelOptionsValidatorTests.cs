using Pdp.Daemon.Channel;

namespace Pdp.Daemon.Tests.Channel;

public sealed class ChannelOptionsValidatorTests
{
    private static ChannelOptions Good => new() { AgentId = "agent-1", AgentVersion = "0.1.0" };

    [Fact]
    public void The_defaults_with_a_name_are_good() => Assert.Empty(Failures(_ => { }));

    [Fact]
    public void Everything_out_of_range_is_told_at_once_and_never_repeated()
    {
        var failures = Failures(options =>
        {
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
                "AgentId", "AgentVersion", "Proxy.Url", "Proxy.HttpsProxy", "DialTimeout", "HandshakeTimeout", "SendTimeout", "CloseTimeout",
                "KeepAliveInterval", "ReconnectMin", "StatusInterval", "PendingBytes", "ParallelIntents", "StoreRetryMin", "AskTimeout",
            ],
            failures.Select(failure => failure.Split(':')[0]["Channel.".Length..]));
        Assert.DoesNotContain(failures, failure => failure.Contains("c4n4ry", StringComparison.Ordinal));
    }

    private static List<string> Failures(Action<ChannelOptions> change)
    {
        var options = Good;
        change(options);
        return [.. new ChannelOptionsValidator().Validate(null, options).Failures ?? []];
    }
}
