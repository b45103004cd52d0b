using System.Text.RegularExpressions;
using Pdp.ControlStub.Documents;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Compile.Sources;

/// <summary>
/// Reads what a workload calls: <c>connections</c>, by name or as a list, and <c>dependencies.endpoints</c>, as newer versions of the format call them.
/// </summary>
internal static partial class ConnectionReader
{
    private static readonly string[] _properties =
        [ConnectionProperties.Url, ConnectionProperties.Host, ConnectionProperties.Port, ConnectionProperties.Address, ConnectionProperties.Scheme, ConnectionProperties.BasePath];

    public static IReadOnlyDictionary<string, ConnectionSpec> Read(DocumentFields workload)
    {
        var connections = new Dictionary<string, ConnectionSpec>();
        foreach (var (name, entry) in workload.IsObject("connections") ? workload.Sections("connections") : Listed(workload))
            Add(connections, name, entry, One(entry));
        if (workload.Section("dependencies") is not { } dependencies)
            return connections;
        foreach (var entry in dependencies.Items("endpoints"))
        {
            var connection = Dependency(entry);
            Add(connections, connection.To!.Component, entry, connection);
        }

        dependencies.Close();
        return connections;
    }

    private static IEnumerable<(string Name, DocumentFields Entry)> Listed(DocumentFields workload) =>
        workload.Items("connections").Select(entry => (entry.RequiredText("name"), entry));

    private static void Add(Dictionary<string, ConnectionSpec> connections, string name, DocumentFields entry, ConnectionSpec connection)
    {
        entry.Close();
        if (!connections.TryAdd(name, connection))
            entry.Report.Error(FindingRules.Duplicate, entry.Path, "must not be called as another connection of this workload");
    }

    private static ConnectionSpec One(DocumentFields entry)
    {
        entry.Text("type");
        var env = new Dictionary<string, string>(entry.Map("env"));
        if (entry.Section("inject") is { } inject)
        {
            foreach (var variable in inject.Items("env"))
                Inject(variable, env);
            inject.Close();
        }

        if (entry.Text("url") is { } url)
            return new ConnectionSpec { Url = url, Env = env };
        if (entry.Section("params") is not { } named)
            return new ConnectionSpec { To = Target(entry, "component", "project", "endpoint"), Env = env };
        var target = Target(named, "componentName", "projectName", "endpoint");
        named.Close();
        return new ConnectionSpec { To = target, Env = env };
    }

    private static ConnectionSpec Dependency(DocumentFields entry)
    {
        entry.NotDeployed("visibility", "is what the endpoint itself says");
        return new ConnectionSpec { To = Target(entry, "component", "project", "name"), Env = entry.Map("envBindings") };
    }

    private static ConnectionTarget Target(DocumentFields fields, string component, string project, string endpoint) => new()
    {
        Component = fields.RequiredText(component),
        Project = fields.Text(project),
        Endpoint = fields.Text(endpoint),
        Version = fields.Text("version"),
    };

    private static void Inject(DocumentFields variable, Dictionary<string, string> env)
    {
        var name = variable.RequiredText("name");
        if (Template().Match(variable.RequiredText("value")).Groups["property"] is { Success: true } said && _properties.Contains(said.Value))
            env[said.Value] = name;
        else
            variable.Report.Warn(
                FindingRules.NotExpressed, variable.At("value"), $"is not in this version; a variable is one of {{{{ .{string.Join(" }}, {{ .", _properties)} }}}} alone");
        variable.Close();
    }

    [GeneratedRegex(@"\A\s*\{\{\s*\.(?<property>[A-Za-z]+)\s*\}\}\s*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Template();
}
