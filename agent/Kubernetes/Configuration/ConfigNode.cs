using System.Text;
using System.Text.Json.Nodes;
using Pdp.Kubernetes.Objects;

namespace Pdp.Kubernetes.Configuration;

/// <summary>
/// A mapping of a kubeconfig together with where it stands, so that every complaint has a path. Complaints are collected, not thrown.
/// </summary>
/// <param name="Node">The mapping.</param>
/// <param name="Path">Its path, file included where there are several.</param>
/// <param name="Folder">What relative paths in it are relative to.</param>
/// <param name="Problems">Where complaints go.</param>
internal sealed record ConfigNode(JsonObject Node, string Path, string Folder, List<ConfigProblem> Problems)
{
    /// <summary>Whether the field is there and not null.</summary>
    public bool Has(string field) => Node[field] is not null;

    public void Complain(string field, string rule) => Problems.Add(new ConfigProblem(PathOf(field), rule));

    /// <summary>Text; null when the field is missing or empty.</summary>
    public string? Text(string field)
    {
        if (Node[field] is { } node && node is not JsonValue) Complain(field, "must be text.");
        return Node.GetString(field) is { Length: > 0 } text ? text : null;
    }

    /// <summary>A truth value; false when the field is missing.</summary>
    public bool Flag(string field)
    {
        if (Text(field) is not { } text) return false;
        if (text is "true" or "True" or "TRUE") return true;
        if (text is not ("false" or "False" or "FALSE")) Complain(field, "must be true or false.");
        return false;
    }

    /// <summary>A mapping below; null when it is missing.</summary>
    public ConfigNode? Mapping(string field)
    {
        if (Node[field] is { } node && node is not JsonObject) Complain(field, "must be a mapping.");
        return Node.GetObject(field) is { } mapping ? this with { Node = mapping, Path = PathOf(field) } : null;
    }

    /// <summary>The mappings of a list below; none when it is missing.</summary>
    public IEnumerable<ConfigNode> Mappings(string field)
    {
        if (Node[field] is { } node && node is not JsonArray) Complain(field, "must be a list.");
        var index = -1;
        foreach (var entry in Node.GetArray(field) ?? [])
        {
            index++;
            if (entry is JsonObject mapping) yield return this with { Node = mapping, Path = $"{PathOf(field)}[{index}]" };
            else Complain($"{field}[{index}]", "must be a mapping.");
        }
    }

    /// <summary>The texts of a list below; none when it is missing.</summary>
    public IReadOnlyList<string> Texts(string field)
    {
        if (Node[field] is { } node && node is not JsonArray) Complain(field, "must be a list.");
        var texts = new List<string>();
        foreach (var entry in Node.GetArray(field) ?? [])
        {
            if (entry is JsonValue value && value.TryGetValue<string>(out var text)) texts.Add(text);
            else Complain($"{field}[{texts.Count}]", "must be text.");
        }
        return texts;
    }

    /// <summary>An absolute path; null when the field is missing.</summary>
    public string? File(string field) => Text(field) is { } path ? System.IO.Path.GetFullPath(path, Folder) : null;

    /// <summary>
    /// PEM given as base64 in <paramref name="dataField"/>, or else in the file of <paramref name="fileField"/>; null when neither is
    /// set.
    /// </summary>
    public PemSource? Pem(string fileField, string dataField)
    {
        if (Text(dataField) is { } data)
        {
            var bytes = new byte[data.Length];
            if (Convert.TryFromBase64String(data, bytes, out var length)) return PemSource.FromText(Encoding.UTF8.GetString(bytes, 0, length));
            Complain(dataField, "must be base64.");
            return null;
        }
        if (File(fileField) is not { } path) return null;
        if (CanRead(path, out var why)) return PemSource.FromFile(path);
        Complain(fileField, $"the file cannot be read: {why}");
        return null;
    }

    public static bool CanRead(string path, out string why)
    {
        try
        {
            using var file = System.IO.File.OpenRead(path);
            why = "";
            return true;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            why = unreadable.Message;
            return false;
        }
    }

    private string PathOf(string field) => Path.Length == 0 ? field : Path.EndsWith(' ') ? $"{Path}{field}" : $"{Path}.{field}";
}
