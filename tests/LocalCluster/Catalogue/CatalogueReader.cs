using System.Text.Json.Nodes;
using Pdp.LocalCluster.Json;

namespace Pdp.LocalCluster.Catalogue;

/// <summary>Reads a catalogue file, YAML or JSON. See this project's README for the format.</summary>
internal sealed class CatalogueReader
{
    private const long SizeLimit = 1024 * 1024;

    private readonly FieldReader _fields = new();

    /// <summary>The catalogue of a file.</summary>
    /// <exception cref="FormatException">The file is no catalogue; the message lists every fault with its place.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ImageCatalogue ReadFile(string path)
    {
        var full = Path.GetFullPath(path);
        if (new FileInfo(full).Length > SizeLimit) throw new FormatException("The catalogue is over 1 MiB.");
        return Read(File.ReadAllText(full), Path.GetDirectoryName(full)!);
    }

    /// <summary>The catalogue in a text; relative paths in it are relative to <paramref name="directory"/>.</summary>
    /// <exception cref="FormatException">As with <see cref="ReadFile"/>.</exception>
    public static ImageCatalogue Read(string text, string directory)
    {
        var reader = new CatalogueReader();
        var catalogue = reader.Catalogue(YamlText.Parse(text), directory);
        reader._fields.ThrowIfFaulty("The catalogue");
        return catalogue;
    }

    private ImageCatalogue Catalogue(JsonNode? root, string directory)
    {
        _fields.OnlyKnown(root, "", "images", "fallback", "exec");
        var shared = ExecRules(root, "exec");
        var others = _fields.OneOf(root, "", "fallback", "simulated", "simulated", "unknown");
        var images = _fields.List(root, "", "images");
        return new ImageCatalogue([.. images.Select((item, index) => Entry(item, $"images[{index}]", shared))], others == "simulated", directory);
    }

    private CatalogueEntry Entry(JsonNode? item, string path, IReadOnlyList<ExecRule> shared)
    {
        _fields.OnlyKnown(item, path, "image", "tags", "digests", "run", "command", "args", "overrides", "env", "defaults", "workingDirectory", "startupDelaySeconds", "exec", "readyAfterSeconds", "exitAfterSeconds", "exitCode");
        var run = _fields.OneOf(item, path, "run", "process", "process", "simulated", "pause");
        var overrides = _fields.OneOf(item, path, "overrides", "none", "none", "args", "command");
        var entry = new CatalogueEntry
        {
            Image = _fields.Required(item, path, "image"),
            Tags = _fields.Texts(item, path, "tags"),
            Digests = _fields.Texts(item, path, "digests"),
            Run = Enum.Parse<RunKind>(run, ignoreCase: true),
            Command = _fields.Texts(item, path, "command"),
            Args = _fields.Texts(item, path, "args"),
            Overrides = Enum.Parse<PodOverrides>(overrides, ignoreCase: true),
            Env = _fields.Map(item, path, "env"),
            Defaults = _fields.Map(item, path, "defaults"),
            WorkingDirectory = item.Text("workingDirectory"),
            StartupDelay = _fields.Seconds(item, path, "startupDelaySeconds") ?? TimeSpan.Zero,
            Exec = [.. ExecRules(item, $"{path}.exec"), .. shared],
            ReadyAfter = _fields.Seconds(item, path, "readyAfterSeconds") ?? TimeSpan.FromSeconds(0.3),
            ExitAfter = _fields.Seconds(item, path, "exitAfterSeconds"),
            ExitCode = item.Int("exitCode") ?? 0,
        };
        if (entry is { Run: RunKind.Process, Command.Count: 0 } && entry.Overrides != PodOverrides.Command)
            _fields.Fault($"{path}.command", "name the program to run, or set run to simulated or pause");
        return entry;
    }

    private List<ExecRule> ExecRules(JsonNode? parent, string path) =>
        [.. _fields.List(parent, path.EndsWith(".exec", StringComparison.Ordinal) ? path[..^5] : "", "exec").Select((item, index) => Rule(item, $"{path}[{index}]"))];

    private ExecRule Rule(JsonNode? item, string path)
    {
        _fields.OnlyKnown(item, path, "match", "tcp", "command", "succeeds");
        var command = _fields.Texts(item, path, "command");
        var rule = new ExecRule
        {
            Match = _fields.Required(item, path, "match"),
            Tcp = item.Text("tcp") ?? item.Int("tcp")?.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Command = command.Count > 0 ? command : null,
            Succeeds = item.Bool("succeeds"),
        };
        var ways = (rule.Tcp is null ? 0 : 1) + (rule.Command is null ? 0 : 1) + (rule.Succeeds is null ? 0 : 1);
        if (ways != 1) _fields.Fault(path, "say exactly one of tcp, command and succeeds");
        return rule;
    }
}
