using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Pdp.Daemon.Configuration;

/// <summary>The fields of an object in YAML. Whatever is wrong is noted with its path and line, and reading goes on.</summary>
internal sealed class YamlFields(YamlMappingNode node, string path, List<string> problems)
{
    private readonly HashSet<string> _known = [];

    /// <summary>Where this object stands, with a dot at the end; empty for the whole.</summary>
    public string Path => path;

    /// <summary>A text that holds a rule; null when it does not, or there is none.</summary>
    public string? Text(string name, Func<string, bool> isGood, string rule, bool isRequired = true)
    {
        if (Find(name, isRequired) is not { } found) return null;
        if (found is YamlScalarNode { Value: { } text } && isGood(text)) return text;
        Note(name, found, rule);
        return null;
    }

    /// <summary>A number and one of <c>s</c>, <c>m</c>, <c>h</c>, within bounds; the default when there is none.</summary>
    public TimeSpan Time(string name, TimeSpan usual, TimeSpan least, TimeSpan most)
    {
        if (Find(name, isRequired: false) is not { } found) return usual;
        var text = (found as YamlScalarNode)?.Value ?? "";
        var unit = text.Length == 0 ? TimeSpan.Zero : text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            _ => TimeSpan.Zero,
        };
        var isNumber = int.TryParse(text.AsSpan(0, Math.Max(0, text.Length - 1)), NumberStyles.None, CultureInfo.InvariantCulture, out var n);
        if (isNumber && n * unit >= least && n * unit <= most) return n * unit;
        Note(name, found, $"must be a number with a unit, such as 30s, 10m or 1h, from {least.TotalSeconds:0}s to {most.TotalSeconds:0}s");
        return usual;
    }

    /// <summary>A whole number within bounds; the default when there is none.</summary>
    public int Number(string name, int usual, int least, int most)
    {
        if (Find(name, isRequired: false) is not { } found) return usual;
        var isNumber = int.TryParse((found as YamlScalarNode)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (isNumber && number >= least && number <= most) return number;
        Note(name, found, $"must be a whole number from {least} to {most}");
        return usual;
    }

    /// <summary>An object; null when there is none.</summary>
    public YamlFields? Map(string name, bool isRequired)
    {
        if (Find(name, isRequired) is not { } found) return null;
        if (found is YamlMappingNode map) return new YamlFields(map, $"{path}{name}.", problems);
        Note(name, found, "must be an object");
        return null;
    }

    /// <summary>A list of texts that hold a rule; none when there is no list, or something is wrong with it.</summary>
    public IReadOnlyList<string> Texts(string name, int most, Func<string, bool> isGood, string rule)
    {
        if (Find(name, isRequired: false) is not { } found) return [];
        if (found is YamlSequenceNode list && list.Children.Count <= most
            && list.Children.All(item => item is YamlScalarNode { Value: { } text } && isGood(text)))
            return [.. list.Children.Select(item => ((YamlScalarNode)item).Value!)];
        Note(name, found, $"must be a list of at most {most}, each of which {rule}");
        return [];
    }

    /// <summary>A list of objects with at least one; none when there is something wrong with it.</summary>
    public IReadOnlyList<YamlFields> List(string name, int most)
    {
        if (Find(name, isRequired: true) is not { } found) return [];
        if (found is YamlSequenceNode { Children.Count: > 0 } list && list.Children.Count <= most
            && list.Children.All(item => item is YamlMappingNode))
            return [.. list.Children.Select((item, i) => new YamlFields((YamlMappingNode)item, $"{path}{name}[{i}].", problems))];
        Note(name, found, $"must be a list of 1 to {most} objects");
        return [];
    }

    /// <summary>The one way out of several that was read; notes when there is none or more. A way that had errors has noted them.</summary>
    /// <param name="ways">What was read of each; null where it is not there or had errors.</param>
    /// <param name="names">Their names, for people.</param>
    public T? One<T>(IReadOnlyList<T?> ways, string names)
        where T : class
    {
        var given = node.Children.Count;
        if (given == 1) return ways.SingleOrDefault(way => way is not null);
        problems.Add($"{path.TrimEnd('.')}: must have exactly one of {names}");
        return null;
    }

    /// <summary>Notes that a field holds no rule.</summary>
    public void Problem(string name, string rule) => problems.Add($"{(path + name).TrimEnd('.')}: {rule}");

    /// <summary>Notes every field nobody asked for.</summary>
    public void NoOthers()
    {
        var known = string.Join(", ", _known.Order(StringComparer.Ordinal));
        var where = path.Length == 0 ? "" : path.TrimEnd('.') + " ";
        foreach (var key in node.Children.Keys)
        {
            if (key is not YamlScalarNode { Value: { } name } || !_known.Contains(name))
                problems.Add($"{where}line {key.Start.Line}: unknown field; the known ones are {known}");
        }
    }

    private YamlNode? Find(string name, bool isRequired)
    {
        _known.Add(name);
        if (node.Children.TryGetValue(new YamlScalarNode(name), out var found)) return found;
        if (isRequired) problems.Add($"{path}{name}: is required");
        return null;
    }

    private void Note(string name, YamlNode at, string rule) => problems.Add($"{path}{name}: {rule} (line {at.Start.Line})");
}
