using System.Text.Json.Nodes;
using Pdp.ControlStub.Releases;

namespace Pdp.ControlStub.Connections;

/// <summary>The connections of a component: those it has, and those that are added, each once.</summary>
internal sealed class ConnectionList
{
    private const int NameChars = 63;
    private const int NumberChars = 4;

    private readonly JsonObject _spec;
    private readonly string _project;
    private readonly SortedDictionary<string, JsonObject> _connections = new(StringComparer.Ordinal);
    private readonly HashSet<string> _variables;

    /// <param name="spec">The component's spec.</param>
    /// <param name="project">Its project.</param>
    public ConnectionList(JsonObject spec, string project)
    {
        (_spec, _project) = (spec, project);
        foreach (var (name, connection) in spec[Connector.Field] as JsonObject ?? [])
            if (connection is JsonObject fields)
                _connections[name] = (JsonObject)fields.DeepClone();
        _variables =
        [
            .. Containers.Of(spec).SelectMany(c => c.Container["env"] as JsonArray ?? []).Select(v => v?["name"]?.ToString()).OfType<string>(),
            .. _connections.Values.SelectMany(c => c["env"] as JsonObject ?? []).Select(v => v.Value?.ToString()).OfType<string>(),
        ];
    }

    /// <summary>Adds one that somebody declared.</summary>
    public void Declare(string name, JsonObject connection)
    {
        if (!_connections.Values.Any(c => JsonNode.DeepEquals(c, connection)))
            _connections[Free(name)] = connection;
    }

    /// <summary>Connects to a component.</summary>
    /// <returns>The variable that tells its host, and whether it was not connected yet.</returns>
    public (string Variable, bool IsNew) To(Neighbour component)
    {
        var isNew = false;
        if (_connections.FirstOrDefault(c => Leads(c.Value, component)) is not (not null, { } connection))
            (isNew, connection) = (true, Add(component));
        if (connection["env"] is not JsonObject env)
            connection["env"] = env = [];
        if (env["host"]?.ToString() is not { } variable)
            env["host"] = variable = Variable(component);
        return (variable, isNew);
    }

    /// <summary>Connects to something outside.</summary>
    /// <returns>Whether it was not connected yet.</returns>
    public bool Outside(Address address)
    {
        var url = $"{address.Scheme ?? "tcp"}://{address.Host}:{address.Port}";
        if (_connections.Values.Any(c => c["url"]?.ToString() == url))
            return false;
        _connections[Free(address.Host.Replace('.', '-'))] = new JsonObject { ["url"] = url };
        return true;
    }

    /// <summary>Writes them into the spec.</summary>
    public void Write()
    {
        if (_connections.Count > 0)
            _spec[Connector.Field] = new JsonObject(_connections.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)c.Value)));
    }

    private bool Leads(JsonObject connection, Neighbour component) => connection["to"] is JsonObject to
        && to["component"]?.ToString() == component.Component && (to["project"]?.ToString() ?? _project) == component.Project;

    private JsonObject Add(Neighbour component)
    {
        var to = component.Project == _project ? new JsonObject() : new JsonObject { ["project"] = component.Project };
        to["component"] = component.Component;
        return _connections[Free(NameOf(component))] = new JsonObject { ["to"] = to };
    }

    private string Variable(Neighbour component)
    {
        var variable = $"{NameOf(component).ToUpperInvariant().Replace('-', '_')}_HOST";
        while (char.IsAsciiDigit(variable[0]) || !_variables.Add(variable))
            variable = $"CONNECTION_{variable}";
        return variable;
    }

    private string NameOf(Neighbour component) => component.Project == _project ? component.Component : $"{component.Project}-{component.Component}";

    private string Free(string wanted)
    {
        var name = Cut(wanted, NameChars);
        for (var number = 2; _connections.ContainsKey(name); number++)
            name = $"{Cut(wanted, NameChars - NumberChars)}-{number}";
        return name;
    }

    private static string Cut(string name, int chars) => name.Length <= chars ? name : name[..chars].TrimEnd('-');
}
