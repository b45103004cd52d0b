using Pdp.Core.Connections;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>Every connection has an address that can be used, every one that is named exists, and no variable is set twice.</summary>
internal sealed class ConnectionRule : IComponentRule
{
    public void Check(ComponentSpec spec, RuleReport report)
    {
        if (spec.Type == ComponentType.Proxy && spec.Connections.Count > 0)
            report.Add("spec.connections", "must be empty: a proxy has no containers that could call anything");
        var setBy = new Dictionary<string, string>();
        foreach (var (name, connection) in spec.Connections.OrderBy(connection => connection.Key, StringComparer.Ordinal))
        {
            var path = $"spec.connections.{name}";
            if (connection.Url is { } url && !ExternalAddress.TryRead(url, out _, out var problem))
                report.Add($"{path}.url", problem);
            if (connection is { From: not null, Scope: ConnectionScope.Project })
                report.Add($"{path}.scope", "must be left out: it is declared for the project already");
            foreach (var (property, variable) in connection.Env.OrderBy(env => env.Key, StringComparer.Ordinal))
                CheckVariable($"{path}.env.{property}", variable, spec, setBy, report);
        }

        foreach (var (source, path) in ValueSources.Of(spec))
            CheckSource(source, path, spec, report);
    }

    private static void CheckVariable(
        string path, string variable, ComponentSpec spec, Dictionary<string, string> setBy, RuleReport report)
    {
        if (!setBy.TryAdd(variable, path))
            report.Add(path, $"is also set by {setBy[variable]}");
        if (ContainerRule.All(spec).FirstOrDefault(one => one.Container.Env.Any(env => env.Name == variable)) is { Path: { } place })
            report.Add(path, $"is also set in {place}.env");
    }

    private static void CheckSource(ValueSource source, string path, ComponentSpec spec, RuleReport report)
    {
        if (source.Connection is { } named && !spec.Connections.ContainsKey(named.Name))
            report.Add($"{path}.connection.name", "must be one of spec.connections");
        if (source.Value is { } value && ConnectionText.NamesIn(value).Any(name => ConnectionText.Find(name, spec.Connections.Keys) is null))
            report.Add($"{path}.value", "names a connection that spec.connections has not");
    }
}
