using System.Globalization;
using System.Net;
using Pdp.Core.Logs;
using Pdp.LogStore.Retention;
using Pdp.Observability.Access;
using Pdp.Observability.Logs.Loki;
using static Pdp.Daemon.Hosting.Options.OptionText;

namespace Pdp.Daemon.Hosting.Options;

/// <summary>The options of the observability API.</summary>
internal static class ObserveOptionTable
{
    /// <summary>The options, in the order of the help.</summary>
    public static readonly IReadOnlyList<OptionDefinition> All =
    [
        Option("listen", "ADDRESS:PORT", "Where browsers ask for logs, over TLS, and that they are collected. Default: none, and nothing is collected.",
            (o, text) => o with { Listen = EndPoint(text) }),
        Option("tls-cert", "FILE", "Certificate to show there with its chain, PEM; read again when it changes. Default: none, but observe-listen needs it.",
            (o, text) => o with { Certificate = Text(text, 1, 4096) }),
        Option("tls-key", "FILE", "Key of that certificate, PEM. Default: none, but observe-listen needs it.", (o, text) => o with { Key = Text(text, 1, 4096) }),
        Option("address", "ADDRESS", "This replica's IP address: others, which do not lead, hand requests to it, at the port of observe-listen. Default: none.",
            (o, text) => o with { Address = Address(text) }),
        Option("directory", "DIR", "Directory for what is collected; this agent's own. Default: none, but observe-listen needs it.",
            (o, text) => o with { Directory = Text(text, 1, 4096) }),
        Option("origins", "ORIGINS", "Origins of pages that may ask, by commas, such as https://console.example.com. Default: none.",
            (o, text) => o with { Access = o.Access with { Origins = [.. Set(text).Select(Origin)] } }),
        Option("logs-size", "MIB", "Disk for log lines, MiB, 8..1048576. Default: 10240.", (o, text) => o with { LogBytes = Number(text) * 1024L * 1024 }),
        Option("logs-age", "TIME", "How long log lines are kept, 1h..87600h. Default: 336h.", (o, text) => o with { LogAge = Time(text) }),
        Option("logs-pod-share", "PERCENT", "How much of a span of time's lines may be one pod's before its lines go first, 1..100. Default: 10.",
            (o, text) => o with { LogPodShare = Number(text) }),
        Option("logs-classes", "CLASSES", "Lines to keep otherwise, by commas: NAME:ORGANIZATION/PROJECT/ENVIRONMENT/COMPONENT:TIME:PRIORITY, * for all, "
            + "such as prod:*/*/production/*:720h:10; lower priorities go first, others' is 0. Default: none.",
            (o, text) => o with { LogClasses = [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Class)] }),
        Option("loki-url", "URL", "Loki that lines are looked for in, instead of collecting them: http:// or https://. Default: none, the agent collects.",
            (o, text) => o with { LokiUrl = OptionText.Address(text) }),
        Option("loki-push", "BOOL", "Collects lines and brings them into that Loki; otherwise others are to do so. Default: false.",
            (o, text) => o with { LokiPush = Flag(text) }) with { IsFlag = true },
        Option("loki-tenant", "NAME", "Tenant of that Loki (X-Scope-OrgID). Default: none.", (o, text) => o with { LokiTenant = Tenant(text) }),
        Option("loki-credentials-file", "FILE", "user:password or a bearer token for it, one line; read at each request. Default: none.",
            (o, text) => o with { LokiCredentials = Text(text, 1, 4096) }),
        Option("loki-ca", "FILE", "PEM authorities its certificate must come from. Default: none, the system's.", (o, text) => o with { LokiCa = Text(text, 1, 4096) }),
        Option("loki-labels", "LABELS", "Labels there that say whose a line is, by commas, such as organization=org,pod=pod_name. Default: each its own name.",
            (o, text) => o with { LokiLabels = LokiLabels.Parse(text) }),
        Limit("requests-per-minute", "N", "Requests of one caller a minute, 1..100000. Default: 600.", (a, text) => a with { RequestsPerMinute = Number(text) }),
        Limit("burst", "N", "Requests of one caller at once after a pause, 1..10000. Default: 100.", (a, text) => a with { Burst = Number(text) }),
        Limit("unauthorized-per-minute", "N", "Requests of one address a minute that show no good token, 1..100000. Default: 60.",
            (a, text) => a with { UnauthorizedPerMinute = Number(text) }),
        Limit("concurrency", "N", "Requests of one caller answered at a time, 1..1000. Default: 8.", (a, text) => a with { Concurrency = Number(text) }),
        Limit("streams", "N", "Streams of one caller, 1..1000. Default: 10.", (a, text) => a with { Streams = Number(text) }),
        Limit("streams-in-all", "N", "Streams of all callers, 1..10000. Default: 200.", (a, text) => a with { StreamsInAll = Number(text) }),
        Limit("longest-range", "TIME", "Longest range of time of one question, 1h..87600h. Default: 744h.", (a, text) => a with { LongestRange = Time(text) }),
        Limit("answer-size", "KIB", "Largest answer before it goes on with a cursor, KiB, 64..65536. Default: 8192.",
            (a, text) => a with { AnswerBytes = Number(text) is var size && size <= 65536 ? size * 1024 : throw new FormatException("must be from 64 to 65536") }),
        Limit("patience", "TIME", "How long a search may take before it answers what it has, 100ms..1m. Default: 10s.", (a, text) => a with { Patience = Time(text) }),
    ];

    private static OptionDefinition Option(string name, string value, string help, Func<ObserveOptions, string, ObserveOptions> set) =>
        new($"observe-{name}", value, help, (o, text) => o with { Observe = set(o.Observe, text) });

    private static OptionDefinition Limit(string name, string value, string help, Func<AccessOptions, string, AccessOptions> set) =>
        Option(name, value, help, (o, text) => o with { Access = set(o.Access, text) });

    private static IPAddress Address(string text) =>
        IPAddress.TryParse(text, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)
            ? address
            : throw new FormatException("must be an IP address that others reach, such as 10.1.2.3");

    private static string Origin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == text
            ? text
            : throw new FormatException("must be origins as browsers send them: scheme, host and a port other than the usual, in lower case and without a path");

    private static RetentionClass Class(string text)
    {
        var wrong = new FormatException("must be NAME:ORGANIZATION/PROJECT/ENVIRONMENT/COMPONENT:TIME:PRIORITY, with * for all of a kind");
        if (text.Split(':') is not [var name, var scope, var age, var priority] || scope.Split('/') is not [var organization, var project, var environment, var component]
            || !int.TryParse(priority, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            throw wrong;
        return new RetentionClass
        {
            Name = name,
            Scope = new LogScope(Any(organization), Any(project), Any(environment), Any(component)),
            MaxAge = Time(age),
            Priority = number,
        };
    }

    private static string Tenant(string text) =>
        text.Length is > 0 and <= 150 && text.All(c => c is > ' ' and <= '~') ? text : throw new FormatException("must have 1..150 printable characters without spaces");

    private static string? Any(string text) => text == "*" ? null : text;
}
