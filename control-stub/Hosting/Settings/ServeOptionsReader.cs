using System.Net;
using Pdp.ControlStub.Api;
using Pdp.ControlStub.Enrolment;
using Pdp.ControlStub.Gateway;
using Pdp.ControlStub.Store;
using Pdp.Protocol;
using Serilog.Events;

namespace Pdp.ControlStub.Hosting.Settings;

/// <summary>Makes options of what was told. Everything wrong is noted in the values; the options count only when nothing is.</summary>
internal static class ServeOptionsReader
{
    public static ServeOptions Read(SettingValues values)
    {
        var defaults = new ServeOptions { Data = values.Text(ServeSettings.Data) ?? ProcessEnvironment.DefaultData };
        var options = defaults with
        {
            Agents = Address(values, ServeSettings.Agents) ?? defaults.Agents,
            Operators = Address(values, ServeSettings.Operators) ?? defaults.Operators,
            PublicAgents = Public(values),
            Hostnames = Hostnames(values),
            AgentsTls = Tls(values, ServeSettings.AgentsCertificate, ServeSettings.AgentsKey, ServeSettings.AgentsAuthority),
            OperatorsTls = Tls(values, ServeSettings.OperatorsCertificate, ServeSettings.OperatorsKey, null),
            NewAdminToken = values.Flag(ServeSettings.NewAdminToken),
            Gateway = new GatewayOptions
            {
                HeartbeatSeconds = values.Number(ServeSettings.Heartbeat, defaults.Gateway.HeartbeatSeconds),
                Window = values.Number(ServeSettings.Window, defaults.Gateway.Window),
                HelloSeconds = values.Number(ServeSettings.HelloTimeout, defaults.Gateway.HelloSeconds),
                AckTimeoutSeconds = values.Number(ServeSettings.AckTimeout, defaults.Gateway.AckTimeoutSeconds),
                ReconnectMinSeconds = values.Number(ServeSettings.ReconnectMin),
                ReconnectMaxSeconds = values.Number(ServeSettings.ReconnectMax),
                DialBurst = values.Number(ServeSettings.DialBurst, defaults.Gateway.DialBurst),
                DialIntervalSeconds = values.Number(ServeSettings.DialInterval, defaults.Gateway.DialIntervalSeconds),
                PendingWrites = values.Number(ServeSettings.PendingWrites, defaults.Gateway.PendingWrites),
                MaxSessions = values.Number(ServeSettings.MaxSessions, defaults.Gateway.MaxSessions),
                MaxHandshakes = values.Number(ServeSettings.MaxHandshakes, defaults.Gateway.MaxHandshakes),
                MaxWaiting = values.Number(ServeSettings.MaxWaiting, defaults.Gateway.MaxWaiting),
                HandshakeWaitSeconds = values.Number(ServeSettings.HandshakeWait, defaults.Gateway.HandshakeWaitSeconds),
            },
            Enrolment = new EnrolmentOptions
            {
                TrustDomain = values.Text(ServeSettings.TrustDomain) ?? defaults.Enrolment.TrustDomain,
                CertificateLifetimeSeconds = values.Number(ServeSettings.CertificateLifetime, defaults.Enrolment.CertificateLifetimeSeconds),
                BootstrapTokenLifetimeSeconds = values.Number(ServeSettings.BootstrapTokenLifetime, defaults.Enrolment.BootstrapTokenLifetimeSeconds),
                RenewExpiredSeconds = values.Number(ServeSettings.RenewExpired, defaults.Enrolment.RenewExpiredSeconds),
            },
            Limits = new ApiLimits
            {
                MaxPlanes = values.Number(ServeSettings.MaxPlanes, defaults.Limits.MaxPlanes),
                MaxApplyBytes = values.Number(ServeSettings.MaxApplyBytes, defaults.Limits.MaxApplyBytes),
                MaxEventStreams = values.Number(ServeSettings.MaxEventStreams, defaults.Limits.MaxEventStreams),
                MaxUsers = values.Number(ServeSettings.MaxUsers, defaults.Limits.MaxUsers),
                MaxTokenDays = values.Number(ServeSettings.MaxTokenDays, defaults.Limits.MaxTokenDays),
                RequireReason = values.Flag(ServeSettings.RequireReason),
            },
            Store = new StoreLimits
            {
                EventHistory = values.Number(ServeSettings.EventHistory, defaults.Store.EventHistory),
                ReleasesPerComponent = values.Number(ServeSettings.ReleasesKept, defaults.Store.ReleasesPerComponent),
                CertificatesPerPlane = values.Number(ServeSettings.CertificatesKept, defaults.Store.CertificatesPerPlane),
                GrantsPerUser = values.Number(ServeSettings.MaxGrantsPerUser, defaults.Store.GrantsPerUser),
                TokensPerUser = values.Number(ServeSettings.MaxTokensPerUser, defaults.Store.TokensPerUser),
            },
            Postgres = StoreReader.Postgres(values),
            KeysPassphrase = StoreReader.Passphrase(values),
            Otlp = TelemetryReader.Read(values),
            LogLevel = Level(values, defaults.LogLevel),
        };
        Check(options, values);
        return options;
    }

    private static void Check(ServeOptions options, SettingValues values)
    {
        if (!options.Agents.Https)
            values.Wrong(ServeSettings.Agents, "must be https: agents send a token and pin the certificate");
        if (!options.Operators.Https && !options.Operators.IsLoopback)
            values.Wrong(ServeSettings.Operators, "must be https where others than this machine can reach it");
        if (options.Operators is { Port: > 0 } && options.Operators.Port == options.Agents.Port)
            values.Wrong(ServeSettings.Operators, "must have another port than --agents-url");
        if (options.OperatorsTls is not null && !options.Operators.Https)
            values.Wrong(ServeSettings.OperatorsCertificate, "needs --operators-url to be https");
        foreach (var (name, rule) in options.Gateway.Errors().Concat(options.Enrolment.Errors()).Concat(options.Limits.Errors()).Concat(options.Store.Errors()).Concat(options.Postgres?.Errors() ?? []))
            values.Wrong(ServeSettings.All.Single(s => s.Name == name), rule);
    }

    private static ListenAddress? Address(SettingValues values, Setting setting)
    {
        if (values.Text(setting) is not { } text)
            return null;
        var address = ListenAddress.Parse(text, out var rule);
        if (address is null)
            values.Wrong(setting, rule);
        // Agents are served with TLS wherever they come from.
        return address is not null && setting == ServeSettings.Agents && !text.Contains("://", StringComparison.Ordinal) ? address with { Https = true } : address;
    }

    private static Uri? Public(SettingValues values)
    {
        if (values.Text(ServeSettings.PublicAgents) is not { } text)
            return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("wss" or "https")
            || address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            values.Wrong(ServeSettings.PublicAgents, $"must be like wss://control.example:8443{ProtocolLimits.ChannelPath}");
            return null;
        }

        var path = address.AbsolutePath == "/" ? ProtocolLimits.ChannelPath : address.AbsolutePath;
        return new UriBuilder("wss", address.Host, address.Port, path).Uri;
    }

    private static IReadOnlyList<string> Hostnames(SettingValues values)
    {
        var names = values.Texts(ServeSettings.Hostname);
        if (names.Any(n => Uri.CheckHostName(n) == UriHostNameType.Unknown && !IPAddress.TryParse(n, out _)))
            values.Wrong(ServeSettings.Hostname, "must be a DNS name or an IP address, without port");
        return names;
    }

    private static TlsFiles? Tls(SettingValues values, Setting certificate, Setting key, Setting? authority)
    {
        var files = (values.Text(certificate), values.Text(key), authority is null ? null : values.Text(authority));
        if (files is (null, null, null))
            return null;
        if (files is { Item1: { } cert, Item2: { } secret } && (authority is null || files.Item3 is not null))
        {
            foreach (var (setting, path) in new[] { (certificate, cert), (key, secret), (authority ?? certificate, files.Item3 ?? cert) })
                if (!File.Exists(path))
                    values.Wrong(setting, "must be a file that exists");
            return new TlsFiles(cert, secret, files.Item3);
        }

        values.Wrong(certificate, $"must be given together with --{key.Name}{(authority is null ? "" : $" and --{authority.Name}")}");
        return null;
    }

    private static LogEventLevel Level(SettingValues values, LogEventLevel otherwise)
    {
        if (values.Text(ServeSettings.LogLevel) is not { } text)
            return otherwise;
        if (Enum.TryParse<LogEventLevel>(text, ignoreCase: true, out var level) && Enum.IsDefined(level) && !char.IsAsciiDigit(text[0]))
            return level;
        values.Wrong(ServeSettings.LogLevel, "must be Verbose, Debug, Information, Warning or Error");
        return otherwise;
    }
}
