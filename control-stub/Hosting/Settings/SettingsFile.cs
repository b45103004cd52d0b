using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Documents;

namespace Pdp.ControlStub.Hosting.Settings;

/// <summary>Reads settings from a file of YAML or JSON whose fields are named as on the command line.</summary>
internal static class SettingsFile
{
    private const int MostBytes = 256 * 1024;

    /// <summary>Tells what the file says; what is wrong with it is told to the values.</summary>
    public static void Tell(string path, SettingValues values)
    {
        if (Read(path, values) is not { } settings)
            return;
        var known = ServeSettings.All.ToDictionary(s => s.Name);
        foreach (var (name, node) in settings)
        {
            if (!known.TryGetValue(name, out var setting))
                values.Wrong($"{path}: has a field that is no setting; the settings are {string.Join(", ", known.Keys)}");
            else if (Texts(node) is { } texts)
                values.Tell(setting, texts, path);
            else
                values.Wrong($"--{name} (from {path}): must be text, a number, true or false{(setting.Many ? ", or a list of texts" : "")}");
        }
    }

    private static JsonObject? Read(string path, SettingValues values)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > MostBytes)
            {
                values.Wrong($"{path}: must have at most {MostBytes} bytes");
                return null;
            }

            var batch = DocumentText.Read(File.ReadAllBytes(path), path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? DocumentFormat.Json : DocumentFormat.Yaml);
            foreach (var finding in batch.Findings)
                values.Wrong($"{path}: {finding.Path}{(finding.Path.Length > 0 ? " " : "")}{finding.Message}");
            if (batch.Findings.Count == 0 && batch.Documents.Count > 1)
                values.Wrong($"{path}: must hold one document");
            return batch.Findings.Count == 0 && batch.Documents is [{ } document] ? document : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            values.Wrong($"{path}: cannot be read");
            return null;
        }
    }

    private static string[]? Texts(JsonNode? node) => node switch
    {
        JsonArray list when list.All(item => Text(item) is not null) => [.. list.Select(item => Text(item)!)],
        _ when Text(node) is { } text => [text],
        _ => null,
    };

    private static string? Text(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.String => node.GetValue<string>(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => node.ToJsonString(),
        _ => null,
    };
}
