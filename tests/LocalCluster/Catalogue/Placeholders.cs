using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;
using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Catalogue;

/// <summary>
/// Fills in what a catalogue entry leaves open: <c>{pod.ip}</c>, <c>{pod.name}</c>, <c>{pod.namespace}</c>, <c>{image}</c>,
/// <c>{tag}</c>, <c>{port}</c> (the first container port), <c>{port:name}</c>, <c>{mount:/path}</c> (the directory behind a mount),
/// <c>{standin}</c> (the stand-in program) and <c>{catalogue}</c> (the directory of the catalogue file). Anything else stays as it is.
/// </summary>
internal sealed class Placeholders
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public Placeholders(JsonObject pod, JsonObject container, string address, string directory, Func<int, int> realPort, IReadOnlyDictionary<string, string> mounts)
    {
        var image = ImageReference.Parse(container.Text("image") ?? "");
        _values["pod.ip"] = address;
        _values["pod.name"] = pod.Name();
        _values["pod.namespace"] = pod.Namespace() ?? "";
        _values["image"] = image.Text;
        _values["tag"] = image.Version;
        _values["catalogue"] = directory;
        _values["standin"] = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Pdp.Standin.exe" : "Pdp.Standin");
        foreach (var port in container.Items("ports"))
        {
            var number = realPort(port.Int("containerPort") ?? 0).ToString(System.Globalization.CultureInfo.InvariantCulture);
            _values.TryAdd("port", number);
            if (port.Text("name") is { Length: > 0 } name) _values[$"port:{name}"] = number;
        }

        foreach (var (path, real) in mounts) _values[$"mount:{path}"] = real;
    }

    public string Fill(string text)
    {
        if (!text.Contains('{', StringComparison.Ordinal)) return text;
        foreach (var (name, value) in _values) text = text.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        return text;
    }
}
