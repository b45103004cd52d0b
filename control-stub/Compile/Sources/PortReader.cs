using Pdp.ControlStub.Documents;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Compile.Sources;

/// <summary>Reads the ports of a container.</summary>
internal static class PortReader
{
    public static IReadOnlyList<PortSource> Read(DocumentFields fields, string name)
    {
        var ports = new List<PortSource>();
        foreach (var item in fields.Items(name))
        {
            var number = item.Whole("containerPort", 1, 65_535);
            if (!item.Has("containerPort"))
                item.Report.Error(FindingRules.Required, item.At("containerPort"), "must be given");
            var protocol = item.Text("protocol") ?? "TCP";
            if (protocol is not ("TCP" or "UDP"))
                item.Report.Error(FindingRules.BadValue, item.At("protocol"), "must be TCP or UDP");
            var port = new PortSource(Name(item, number), number ?? 0, protocol, Speaks(item));
            item.Close();
            if (ports.Any(p => p.Name == port.Name))
                item.Report.Error(FindingRules.Duplicate, item.At("name"), "must not be used twice");
            ports.Add(port);
        }

        return ports;
    }

    private static string Name(DocumentFields item, int? number)
    {
        if (item.Text("name") is { Length: > 0 } name)
            return name;
        var made = $"port-{number ?? 0}";
        item.Report.Note(FindingRules.Defaulted, item.At("name"), $"was not given; the port is called {made}");
        return made;
    }

    private static EndpointProtocol? Speaks(DocumentFields item)
    {
        var said = item.Text("appProtocol");
        switch (said)
        {
            case null:
                return null;
            case "http" or "http2" or "https" or "kubernetes.io/h2c":
                return EndpointProtocol.HTTP;
            case "grpc":
                return EndpointProtocol.Grpc;
            case "kubernetes.io/ws" or "kubernetes.io/wss":
                return EndpointProtocol.WebSocket;
            default:
                item.Report.Warn(FindingRules.NotExpressed, item.At("appProtocol"), "is none of http, grpc and kubernetes.io/ws; plain TCP is assumed");
                return EndpointProtocol.TCP;
        }
    }
}
