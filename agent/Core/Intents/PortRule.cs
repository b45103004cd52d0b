using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>Containers of one pod share a network: no two of their ports have the same name, or the same number and protocol.</summary>
internal sealed class PortRule : IComponentRule
{
    public void Check(ComponentSpec spec, RuleReport report)
    {
        var names = new Dictionary<string, string>();
        var numbers = new Dictionary<(int Port, string Protocol), string>();
        foreach (var (path, name, port) in Ports(spec))
        {
            if (!name.Any(char.IsAsciiLetterLower) || name.Contains("--", StringComparison.Ordinal))
                report.Add(path, "its name must have a letter and no '--'");
            if (!names.TryAdd(name, path))
                report.Add(path, $"has the name of {names[name]}; the containers share their port names");
            if (!numbers.TryAdd((port.Port, port.Protocol), path))
                report.Add(path, $"has the number of {numbers[(port.Port, port.Protocol)]}; the containers share one network");
        }
    }

    /// <summary>All ports of a component, ordered by container and name.</summary>
    public static IEnumerable<(string Path, string Name, ContainerPort Port)> Ports(ComponentSpec spec) =>
        from container in spec.Containers.OrderBy(c => c.Key, StringComparer.Ordinal)
        from port in container.Value.Ports.OrderBy(p => p.Key, StringComparer.Ordinal)
        select ($"spec.containers.{container.Key}.ports.{port.Key}", port.Key, port.Value);
}
