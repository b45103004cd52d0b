using Microsoft.Extensions.Options;
using Pdp.Daemon.Channel.Dialling;
using Pdp.Protocol;

namespace Pdp.Daemon.Channel;

/// <summary>All that is wrong with the options, at once, each by its name and without its value.</summary>
internal sealed class ChannelOptionsValidator : IValidateOptions<ChannelOptions>
{
    private static readonly TimeSpan _tenth = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, ChannelOptions options)
    {
        List<string> errors =
        [
            .. Text(nameof(options.AgentId), options.AgentId),
            .. Text(nameof(options.AgentVersion), options.AgentVersion),
            .. Proxies(options.Proxy),
            .. Within(nameof(options.DialTimeout), options.DialTimeout, _second, 5 * _minute),
            .. Within(nameof(options.HandshakeTimeout), options.HandshakeTimeout, _second, 5 * _minute),
            .. Within(nameof(options.SendTimeout), options.SendTimeout, _second, 10 * _minute),
            .. Within(nameof(options.CloseTimeout), options.CloseTimeout, _tenth, _minute),
            .. Within(nameof(options.KeepAliveInterval), options.KeepAliveInterval, _second, 5 * _minute),
            .. Within(nameof(options.ReconnectMin), options.ReconnectMin, _tenth, _minute),
            .. Within(nameof(options.ReconnectMax), options.ReconnectMax, _second, 60 * _minute),
            .. Unless(options.ReconnectMin <= options.ReconnectMax, nameof(options.ReconnectMin), "must not be above ReconnectMax"),
            .. Within(nameof(options.StatusInterval), options.StatusInterval, TimeSpan.Zero, _minute),
            .. Unless(
                options.PendingBytes is >= ProtocolLimits.FrameBytes and <= 1L << 30,
                nameof(options.PendingBytes), "must be 2 MiB..1 GiB"),
            .. Unless(options.ParallelIntents is >= 1 and <= 256, nameof(options.ParallelIntents), "must be 1..256"),
            .. Within(nameof(options.StoreRetryMin), options.StoreRetryMin, _tenth / 10, _minute),
            .. Within(nameof(options.StoreRetryMax), options.StoreRetryMax, _tenth, 10 * _minute),
            .. Unless(options.StoreRetryMin <= options.StoreRetryMax, nameof(options.StoreRetryMin), "must not be above StoreRetryMax"),
            .. Within(nameof(options.AskTimeout), options.AskTimeout, _second, 5 * _minute),
        ];
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Proxies(ProxyOptions proxy) =>
    [
        .. Unless(ChannelProxy.IsProxyUrl(proxy.Url), "Proxy.Url", "must be an http:// or https:// URL of a proxy"),
        .. Unless(
            ChannelProxy.IsProxyUrl(proxy.HttpsProxy), "Proxy.HttpsProxy", "must be an http:// or https:// URL of a proxy (HTTPS_PROXY)"),
    ];

    private static IEnumerable<string> Text(string name, string value) =>
        Unless(value.Length is >= 1 and <= ProtocolLimits.NameChars, name, $"must have 1..{ProtocolLimits.NameChars} characters");

    private static IEnumerable<string> Within(string name, TimeSpan value, TimeSpan min, TimeSpan max) =>
        Unless(value >= min && value <= max, name, $"must be {min:c}..{max:c}");

    private static IEnumerable<string> Unless(bool holds, string name, string rule) => holds ? [] : [$"Channel.{name}: {rule}"];
}
