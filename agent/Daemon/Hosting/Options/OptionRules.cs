using Pdp.Daemon.Channel;
using Pdp.Daemon.Channel.Dialling;

namespace Pdp.Daemon.Hosting.Options;

/// <summary>Ranges of options, and rules between them.</summary>
internal static class OptionRules
{
    /// <summary>What is wrong when no bundle is named.</summary>
    public const string BundleIsRequired = "bundle: is required; name the bootstrap bundle of this data plane with --bundle FILE";

    private static readonly TimeSpan _shortestLease = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan _longestLease = TimeSpan.FromMinutes(10);

    /// <summary>Every rule that is broken; empty when all is well.</summary>
    public static IEnumerable<string> Problems(AgentOptions options)
    {
        if (options.Bundle.Length == 0) yield return BundleIsRequired;
        if (options.ApiConcurrency is < 1 or > 256) yield return "api-concurrency: must be from 1 to 256";
        if (options.LeaseDuration < _shortestLease || options.LeaseDuration > _longestLease || options.LeaseDuration.Milliseconds != 0)
            yield return "lease-duration: must be whole seconds from 3s to 10m";
        if (options.WriteTimeout < TimeSpan.FromSeconds(1) || options.WriteTimeout > TimeSpan.FromSeconds(60)
            || options.WriteTimeout.Milliseconds != 0)
            yield return "write-timeout: must be whole seconds from 1s to 60s";
        if (options.ShutdownTimeout < TimeSpan.FromSeconds(1) || options.ShutdownTimeout > TimeSpan.FromMinutes(5))
            yield return "shutdown-timeout: must be from 1s to 5m";
        if (options.PolicyRefresh < TimeSpan.FromSeconds(1) || options.PolicyRefresh > TimeSpan.FromMinutes(10))
            yield return "policy-refresh: must be from 1s to 10m";
        if (options.Prometheus.Timeout < TimeSpan.FromSeconds(1) || options.Prometheus.Timeout > TimeSpan.FromMinutes(1))
            yield return "analysis-prometheus-timeout: must be from 1s to 1m";
        if (options.Audit.FileBytes is < 1L << 20 or > 1L << 30) yield return "audit-file-size: must be from 1 to 1024";
        if (options.Audit.Files is not (0 or (>= 2 and <= 10_000))) yield return "audit-files: must be from 2 to 10000, or 0 for all";
        if (options.Audit.HeadInterval < TimeSpan.FromMinutes(1) || options.Audit.HeadInterval > TimeSpan.FromHours(24))
            yield return "audit-head-interval: must be from 1m to 24h";
        if (options.Proxy is { } proxy && !IsProxy(proxy)) yield return "proxy: must be http://[user:password@]host:port";
        if (options.ProxyCredentialsFile is { } file && CredentialsProblem(file) is { } wrong) yield return $"proxy-credentials-file: {wrong}";
        foreach (var problem in ChannelProblems(options)) yield return problem;
        foreach (var problem in TelemetryTable.Problems(options)) yield return problem;
        foreach (var problem in ObserveRules.Problems(options.Observe)) yield return problem;
        foreach (var problem in PlaneRules.Problems(options.Plane)) yield return problem;
        foreach (var problem in options.Reconcile.Problems()) yield return problem;
    }

    private static IEnumerable<string> ChannelProblems(AgentOptions options)
    {
        var channel = new ChannelOptions();
        foreach (var set in options.Channel) set(channel);
        if (channel.ReconnectMax < channel.ReconnectMin) yield return "reconnect-max: must not be below reconnect-min";
        if (channel.StoreRetryMax < channel.StoreRetryMin) yield return "store-retry-max: must not be below store-retry-min";
    }

    private static string? CredentialsProblem(string path)
    {
        try
        {
            _ = ProxyCredentials.Read(path);
            return null;
        }
        catch (IOException wrong)
        {
            return wrong.Message;
        }
    }

    private static bool IsProxy(string proxy) =>
        Uri.TryCreate(proxy, UriKind.Absolute, out var uri)
        && uri.Scheme == Uri.UriSchemeHttp && uri.PathAndQuery == "/" && uri.Fragment.Length == 0;
}
