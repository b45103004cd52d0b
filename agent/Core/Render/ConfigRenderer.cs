using System.Text.Json.Nodes;
using Pdp.Core.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>
/// Configuration as immutable ConfigMaps named by their content: a changed value is a new name, hence a new pod template and an ordinary
/// rollout, and a rollback finds the old value where it was.
/// </summary>
internal sealed class ConfigRenderer
{
    private readonly ComponentScope _scope;
    private readonly JsonObject? _config;
    private readonly JsonObject? _files;

    public ConfigRenderer(ComponentScope scope)
    {
        _scope = scope;
        _config = Sparse.Map(scope.Spec.Config);
        _files = Sparse.Map(InlineFiles(scope));
    }

    /// <summary>Name of the ConfigMap with <see cref="ComponentSpec.Config"/>.</summary>
    public string ConfigName => _scope.Names.Hashed("config", ObjectNames.HashOf(_config));

    /// <summary>Name of the ConfigMap with the files the document itself holds.</summary>
    public string FilesName => _scope.Names.Hashed("files", ObjectNames.HashOf(_files));

    /// <summary>Key of a file in <see cref="FilesName"/>: its own name, and a hash, for two files may have the same.</summary>
    public static string FileKey(string container, string path) => DataKey.Of(path[(path.LastIndexOf('/') + 1)..], container, path);

    /// <summary>The ConfigMaps; none without content.</summary>
    public IEnumerable<DesiredObject> Render()
    {
        if (_config is not null)
            yield return ConfigMap(ConfigName, _config);
        if (_files is not null)
            yield return ConfigMap(FilesName, _files);
    }

    private DesiredObject ConfigMap(string name, JsonObject data) =>
        _scope.Object("v1", "ConfigMap", name, ("immutable", true), ("data", data.DeepClone()));

    private static IEnumerable<KeyValuePair<string, string>> InlineFiles(ComponentScope scope) =>
        from container in scope.AllContainers
        from file in container.Container.Files
        let content = file.Value is { } value ? scope.Expand(value)
            : file.Connection is { } named ? scope.Connection(named.Name).Of(named.Property)
            : null
        where content is not null
        select KeyValuePair.Create(FileKey(container.Name, file.Path), content);
}
