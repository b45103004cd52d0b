using System.Text;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Releases;

namespace Pdp.ControlStub.Connections;

/// <summary>
/// Adds the connections that a component's annotation declares, and those that its variables tell of. Where an address leads to a component, its
/// host gives way to the one the data plane tells, for what the author wrote is how another cluster calls it.
/// </summary>
internal sealed class Connector
{
    /// <summary>The field of a spec that says what it calls.</summary>
    public const string Field = "connections";

    private const string Remedy = $"declare it with {ConnectionsAnnotation.Name}, or with {Field} in the values of the environment";

    private readonly JsonObject _spec;
    private readonly Neighbourhood _neighbours;
    private readonly DocumentReport _report;
    private readonly ConnectionList _connections;
    private readonly HashSet<string> _replaced = [];

    private Connector(JsonObject spec, Neighbourhood neighbours, DocumentReport report)
    {
        (_spec, _neighbours, _report) = (spec, neighbours, report);
        _connections = new ConnectionList(spec, neighbours.Key.Project);
    }

    /// <summary>Connects a component, in place; what was done is noted.</summary>
    public static void Connect(JsonObject spec, Neighbourhood neighbours, DocumentReport report) => new Connector(spec, neighbours, report).Connect();

    private void Connect()
    {
        foreach (var (name, connection) in ConnectionsAnnotation.Connections(_neighbours.Declared ?? ""))
            _connections.Declare(name, connection);
        if (!ConnectionsAnnotation.IsNone(_neighbours.Declared))
            foreach (var (_, path, container) in Containers.Of(_spec))
                foreach (var variable in (container["env"] as JsonArray ?? []).OfType<JsonObject>())
                    Connect(variable, path);
        _connections.Write();
        Unused.Drop(_spec, _replaced);
    }

    private void Connect(JsonObject variable, string container)
    {
        var name = Text(variable["name"]) ?? "";
        var path = $"{container}.env.{name}";
        if (variable["secret"] is not null && _neighbours.Declared is null && !_spec.ContainsKey(Field) && SecretAddress.IsLikely(name))
            _report.Note(FindingRules.NotConnected, path, $"is a secret, so nobody here can tell where it leads; if that is not open to all, {Remedy}");
        var key = Text(variable["config"]);
        if ((key is null ? Text(variable["value"]) : Text(_spec["config"]?[key])) is not { } text)
            return;
        // A value is expanded by Kubernetes, what comes from configuration is not.
        var written = Written(name, text, path, from => key is null ? from : from.Replace("$", "$$", StringComparison.Ordinal));
        if (written is null)
            return;
        if (variable.Remove("config"))
            _replaced.Add(key!);
        variable["value"] = written;
    }

    /// <summary>The value with other hosts in it; null where it stays.</summary>
    private string? Written(string variable, string text, string path, Func<string, string> literal)
    {
        var (written, done) = (new StringBuilder(), 0);
        foreach (var address in AddressReader.In(variable, text))
        {
            if (Host(address, path) is not { } host)
                continue;
            written.Append(literal(text[done..address.At])).Append(host);
            done = address.At + address.Host.Length;
        }

        return written.Length == 0 ? null : written.Append(literal(text[done..])).ToString();
    }

    /// <summary>What is to stand in the place of the host of an address, which is connected to; null where that stays.</summary>
    private string? Host(Address address, string path)
    {
        if (_neighbours.Find(address.Host) is { } component)
            return component == _neighbours.Own ? null : Inside(component, path);
        if (address.IsLocal || !address.Host.Contains('.', StringComparison.Ordinal))
            return null;
        if (Doubt(address) is { } doubt)
            _report.Note(FindingRules.NotConnected, path, $"names {address}, which {doubt}; if it is called, {Remedy}");
        else if (_connections.Outside(address))
            _report.Note(FindingRules.Connected, path, $"leads to {address}, to which a connection is opened");
        return null;
    }

    private string Inside(Neighbour component, string path)
    {
        var (variable, isNew) = _connections.To(component);
        var project = component.Project == _neighbours.Key.Project ? "" : $" of {component.Project}";
        if (isNew)
            _report.Note(FindingRules.Connected, path, $"leads to {component.Component}{project}, to which a connection is opened; the host is the one it has on the plane");
        return $"$({variable})";
    }

    private static string? Doubt(Address address) => address switch
    {
        { MayBeLink: true } => "may be no more than a link",
        { IsNumber: true } => "is no name",
        { Port: null } => "has no port",
        _ => null,
    };

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
