using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Pdp.Daemon.Hosting.Options;

/// <summary>
/// Reads a configuration file: YAML or JSON, one object whose fields are named as the options, lists for those that take several.
/// </summary>
internal static class ConfigFile
{
    private const int MaxBytes = 256 * 1024;

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problems">What is wrong is added here.</param>
    /// <returns>The fields by name.</returns>
    public static IReadOnlyDictionary<string, string> Read(string path, List<string> problems)
    {
        var fields = new Dictionary<string, string>();
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
            {
                problems.Add($"config: the file must be at most {MaxBytes} bytes");
                return fields;
            }
            using var reader = new StreamReader(path);
            var yaml = new YamlStream();
            yaml.Load(reader);
            if (yaml.Documents.Count == 0) return fields;
            if (yaml.Documents[0].RootNode is YamlMappingNode root) Take(root, fields, problems);
            else problems.Add("config: the file must be one object with the options as its fields");
        }
        catch (YamlException broken)
        {
            problems.Add($"config: line {broken.Start.Line}, column {broken.Start.Column}: not YAML or JSON");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problems.Add("config: the file cannot be read; check its path, owner and mode");
        }
        return fields;
    }

    private static void Take(YamlMappingNode root, Dictionary<string, string> fields, List<string> problems)
    {
        foreach (var (key, value) in root.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (OptionTable.All.All(option => option.Name != name))
            {
                problems.Add($"config: line {key.Start.Line}: unknown option; see pdp-agent run --help");
                continue;
            }
            switch (value)
            {
                case YamlScalarNode scalar:
                    fields[name] = scalar.Value ?? "";
                    break;
                case YamlSequenceNode list when list.Children.All(item => item is YamlScalarNode):
                    fields[name] = string.Join(',', list.Children.Select(item => ((YamlScalarNode)item).Value));
                    break;
                default:
                    problems.Add($"config: {name}: must be a value or a list of values");
                    break;
            }
        }
    }
}
