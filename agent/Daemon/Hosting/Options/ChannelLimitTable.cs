using Pdp.Daemon.Channel;
using static Pdp.Daemon.Hosting.Options.OptionText;

namespace Pdp.Daemon.Hosting.Options;

/// <summary>The limits of the control channel as options; their defaults are those of <see cref="ChannelOptions"/>.</summary>
internal static class ChannelLimitTable
{
    private static readonly TimeSpan _tenth = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    /// <summary>The options, in the order of the help.</summary>
    public static readonly IReadOnlyList<OptionDefinition> All =
    [
        Limit("dial-timeout", "Connection, TLS and upgrade to the control plane together, 1s..5m. Default: 1m.",
            _second, 5 * _minute, (channel, time) => channel.DialTimeout = time),
        Limit("handshake-timeout", "From hello to welcome, 1s..5m. Default: 30s.",
            _second, 5 * _minute, (channel, time) => channel.HandshakeTimeout = time),
        Limit("send-timeout", "For the connection to take one frame, 1s..10m. Default: 1m.",
            _second, 10 * _minute, (channel, time) => channel.SendTimeout = time),
        Limit("close-timeout", "For goodbyes, before the connection is cut, 100ms..1m. Default: 5s.",
            _tenth, _minute, (channel, time) => channel.CloseTimeout = time),
        Limit("keep-alive", "How often an idle connection shows proxies that it is in use, 1s..5m. Default: 30s.",
            _second, 5 * _minute, (channel, time) => channel.KeepAliveInterval = time),
        Limit("reconnect-min", "Least cap of a delay before dialling again, 100ms..1m; it grows as the trouble lasts. Default: 1s.",
            _tenth, _minute, (channel, time) => channel.ReconnectMin = time),
        Limit("reconnect-max", "Cap of every delay before dialling again, reconnect-min..1h. Default: 1m.",
            _second, 60 * _minute, (channel, time) => channel.ReconnectMax = time),
        Limit("status-interval", "Least time between two batches of statuses, 0s..1m; more conflates more. Default: 200ms.",
            TimeSpan.Zero, _minute, (channel, time) => channel.StatusInterval = time),
        Limit("ask-timeout", "For one answer to the control plane, 1s..5m. Default: 30s.",
            _second, 5 * _minute, (channel, time) => channel.AskTimeout = time),
        Limit("pending-bytes", "Most bytes of intents taken and not yet stored, 2097152..1073741824. Default: 33554432.",
            2 * 1024 * 1024, 1 << 30, (channel, bytes) => channel.PendingBytes = bytes),
        Limit("parallel-intents", "Most intents being stored at once, 1..256. Default: 16.",
            1, 256, (channel, count) => channel.ParallelIntents = count),
        Limit("store-retry-min", "First delay before a cluster that could not be written is tried again, 10ms..1m. Default: 250ms.",
            _tenth / 10, _minute, (channel, time) => channel.StoreRetryMin = time),
        Limit("store-retry-max", "Cap of that delay, store-retry-min..10m. Default: 30s.",
            _tenth, 10 * _minute, (channel, time) => channel.StoreRetryMax = time),
    ];

    private static OptionDefinition Limit(string name, string help, TimeSpan least, TimeSpan most, Action<ChannelOptions, TimeSpan> set) =>
        new(name, "TIME", help, (options, text) =>
        {
            var time = Time(text);
            if (time < least || time > most) throw new FormatException($"must be from {least:c} to {most:c}");
            return options with { Channel = [.. options.Channel, channel => set(channel, time)] };
        });

    private static OptionDefinition Limit(string name, string help, int least, int most, Action<ChannelOptions, int> set) =>
        new(name, "N", help, (options, text) =>
        {
            var number = Number(text);
            if (number < least || number > most) throw new FormatException($"must be from {least} to {most}");
            return options with { Channel = [.. options.Channel, channel => set(channel, number)] };
        });
}
