using System.Text.Json.Nodes;
using Pdp.LocalCluster.Catalogue;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Node.Processes;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Node.Containers;

/// <summary>Puts together what a container runs: the catalogue's command, the pod's environment, and what ties both to this machine.</summary>
internal sealed class ContainerCommand
{
    private readonly CatalogueEntry _entry;
    private readonly Placeholders _placeholders;
    private readonly ContainerEnvironment _environment;
    private readonly JsonObject _container;
    private readonly Dictionary<string, string> _variables;
    private readonly string _directory;

    /// <exception cref="MissingException">The environment refers to something that is not there.</exception>
    public ContainerCommand(NodeContext node, CatalogueEntry entry, JsonObject pod, JsonObject container, string address, IReadOnlyDictionary<string, string> mounts)
    {
        (_entry, _container) = (entry, container);
        _placeholders = new Placeholders(pod, container, address, node.Catalogue.Directory, node.Loopback.RealPort, mounts);
        _environment = new ContainerEnvironment(node.Api, pod, container, address, node.HostAddress, node.Options.Name);
        _directory = Path.Combine(node.Directories.Pod(pod.Uid()), container.Text("name") ?? "container");
        _variables = BaseEnvironment.New();
        foreach (var (name, value) in entry.Defaults) _variables[name] = _placeholders.Fill(value);
        foreach (var (name, value) in _environment.Resolve()) _variables[name] = value;
        _variables["HOSTNAME"] = pod.Text("spec", "hostname") ?? pod.Name();
        _variables["POD_IP"] = address;
        _variables["POD_NAME"] = pod.Name();
        _variables["POD_NAMESPACE"] = pod.Namespace() ?? "";
        _variables["PDP_MOUNTS"] = new JsonObject(mounts.Select(mount => KeyValuePair.Create(mount.Key, (JsonNode?)mount.Value))).ToJsonString();
        _variables["PDP_SERVICES"] = node.Services.Json(pod.Namespace() ?? "");
        _variables["PDP_SERVICES_FILE"] = node.Services.File;
        foreach (var (name, value) in entry.Env) _variables[name] = _placeholders.Fill(value);
    }

    /// <summary>The process of the container itself.</summary>
    public ProcessCommand Main() => Local(Words());

    /// <summary>Another local command in the container's environment.</summary>
    public ProcessCommand Local(IReadOnlyList<string> words)
    {
        var directory = _entry.WorkingDirectory is { } given ? Path.GetFullPath(_placeholders.Fill(given), _placeholders.Fill("{catalogue}")) : _directory;
        Directory.CreateDirectory(directory);
        return new ProcessCommand([.. words.Select(_placeholders.Fill)], _variables, directory);
    }

    private IReadOnlyList<string> Words()
    {
        var command = PodWords("command");
        var args = PodWords("args");
        return _entry.Overrides switch
        {
            PodOverrides.Command when command.Count > 0 => [.. command, .. args],
            PodOverrides.Command or PodOverrides.Args when args.Count > 0 => [.. _entry.Command, .. args],
            _ => [.. _entry.Command, .. _entry.Args],
        };
    }

    private List<string> PodWords(string field) => [.. _container.Array(field)?.Select(word => _environment.Expand(word.Text() ?? "")) ?? []];
}
