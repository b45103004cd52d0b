using Pdp.ControlStub.Documents;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Compile.Sources;

/// <summary>Reads a probe as Kubernetes writes it.</summary>
internal static class ProbeReader
{
    private static readonly string[] _ways = ["httpGet", "tcpSocket", "grpc", "exec"];

    public static ProbeSpec? Read(DocumentFields fields, string name)
    {
        if (fields.Section(name) is not { } probe)
            return null;
        var defaults = new ProbeSpec();
        var spec = new ProbeSpec
        {
            Http = Http(probe),
            Tcp = Port(probe, "tcpSocket"),
            Grpc = Port(probe, "grpc"),
            GrpcService = Service(probe),
            Exec = probe.Section("exec") is { } exec ? Command(exec) : [],
            InitialDelaySeconds = probe.Whole("initialDelaySeconds", 0, 3600) ?? defaults.InitialDelaySeconds,
            PeriodSeconds = probe.Whole("periodSeconds", 1, 3600) ?? defaults.PeriodSeconds,
            TimeoutSeconds = probe.Whole("timeoutSeconds", 1, 3600) ?? defaults.TimeoutSeconds,
            FailureThreshold = probe.Whole("failureThreshold", 1, 1000) ?? defaults.FailureThreshold,
            SuccessThreshold = probe.Whole("successThreshold", 1, 1000) ?? defaults.SuccessThreshold,
        };
        probe.NotExpressed("terminationGracePeriodSeconds", "is not in this version");
        probe.Close();
        if (_ways.Count(probe.Has) != 1)
            probe.Report.Error(FindingRules.Required, probe.Path, "must have exactly one of httpGet, tcpSocket, grpc and exec");
        return spec;
    }

    private static HttpProbe? Http(DocumentFields probe)
    {
        if (probe.Section("httpGet") is not { } get)
            return null;
        var scheme = get.Text("scheme") ?? "HTTP";
        if (scheme is not ("HTTP" or "HTTPS"))
            get.Report.Error(FindingRules.BadValue, get.At("scheme"), "must be HTTP or HTTPS");
        var http = new HttpProbe(RequiredPort(get), get.Text("path") ?? "/", scheme) { Headers = Headers(get) };
        get.NotExpressed("host", "is not in this version; the pod itself is asked");
        get.Close();
        return http;
    }

    private static string? Port(DocumentFields probe, string name)
    {
        if (probe.Section(name) is not { } section)
            return null;
        var port = RequiredPort(section);
        section.NotExpressed("host", "is not in this version; the pod itself is asked");
        section.Skip("service");
        section.Close();
        return port;
    }

    private static string? Service(DocumentFields probe) => probe.Section("grpc")?.Text("service") is { Length: > 0 } service ? service : null;

    private static Dictionary<string, string> Headers(DocumentFields get)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in get.Items("httpHeaders"))
        {
            if (!headers.TryAdd(header.RequiredText("name"), header.RequiredText("value")))
                header.Report.Error(FindingRules.Duplicate, header.At("name"), "must not be used twice");
            header.Close();
        }

        return headers;
    }

    private static string RequiredPort(DocumentFields section)
    {
        if (!section.Has("port"))
            section.Report.Error(FindingRules.Required, section.At("port"), "must be the name or number of a port");
        return section.Scalar("port") ?? "";
    }

    private static IReadOnlyList<string> Command(DocumentFields exec)
    {
        var command = exec.Texts("command");
        if (command.Count == 0)
            exec.Report.Error(FindingRules.Required, exec.At("command"), "must have at least one part");
        exec.Close();
        return command;
    }
}
