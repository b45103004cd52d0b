using Pdp.Observability.Prometheus;
using static Pdp.Daemon.Hosting.Options.OptionText;

namespace Pdp.Daemon.Hosting.Options;

/// <summary>The options of what is collected besides log lines, and of the customer's Prometheus.</summary>
internal static class PlaneOptionTable
{
    /// <summary>The options, in the order of the help.</summary>
    public static readonly IReadOnlyList<OptionDefinition> All =
    [
        Option("sample-interval", "TIME", "How often it is sampled what containers use, 10s..10m. Default: 30s.",
            (o, text) => o with { Sampling = o.Sampling with { Interval = Time(text) } }),
        Option("metrics-size", "MIB", "Disk for samples, MiB, 1..1048576. Default: 1024.", (o, text) => o with { MetricBytes = Number(text) * 1024L * 1024 }),
        Option("metrics-age", "TIME", "How long samples are kept, 1h..87600h. Default: 336h.", (o, text) => o with { MetricAge = Time(text) }),
        Option("events-size", "MIB", "Disk for events, MiB, 1..1048576. Default: 256.", (o, text) => o with { EventBytes = Number(text) * 1024L * 1024 }),
        Option("events-age", "TIME", "How long events and runs of tasks are kept, 1h..87600h. Default: 720h.", (o, text) => o with { EventAge = Time(text) }),
        Prometheus("url", "URL", "The Prometheus that is asked for metrics, within each caller's scope, http:// or https://. Default: none.",
            (o, text) => o with { Url = Address(text) }),
        Prometheus("token-file", "FILE", "File with a bearer token for it, read at each question. Default: none.", (o, text) => o with { TokenFile = Text(text, 1, 4096) }),
        Prometheus("ca", "FILE", "Authorities of its certificate, PEM, read at each connection. Default: the system's.", (o, text) => o with { CaFile = Text(text, 1, 4096) }),
        Prometheus("timeout", "TIME", "Longest a question to it may take, 1s..1m. Default: 20s.", (o, text) => o with { Timeout = Time(text) }),
        Prometheus("namespace-label", "LABEL", "Label of its series with the namespace. Default: namespace.",
            (o, text) => o with { Labels = o.Labels with { Namespace = LabelName(text) } }),
        Prometheus("pod-label", "LABEL", "Label of its series with the pod's name. Default: pod.",
            (o, text) => o with { Labels = o.Labels with { Pod = LabelName(text) } }),
        Prometheus("component-label", "LABEL", "Label of its series with the component's name. Default: none, a component is told by its pods' names.",
            (o, text) => o with { Labels = o.Labels with { Component = LabelName(text) } }),
    ];

    private static OptionDefinition Option(string name, string value, string help, Func<PlaneOptions, string, PlaneOptions> set) =>
        new($"observe-{name}", value, help, (o, text) => o with { Plane = set(o.Plane, text) });

    private static OptionDefinition Prometheus(string name, string value, string help, Func<PrometheusClientOptions, string, PrometheusClientOptions> set) =>
        Option($"prometheus-{name}", value, help, (o, text) => o with { Prometheus = set(o.Prometheus, text) });

    private static string LabelName(string text) =>
        text.Length is > 0 and <= 128 && !char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && text != "__name__"
            ? text
            : throw new FormatException("must be the name of a label: letters, digits and _, no digit first");
}
