using YamlDotNet.RepresentationModel;

namespace Pdp.Chart.Tests;

/// <summary>The objects of a rendered chart, read as YAML.</summary>
internal sealed class RenderedChart
{
    private RenderedChart(IReadOnlyList<YamlMappingNode> objects) => Objects = objects;

    public IReadOnlyList<YamlMappingNode> Objects { get; }

    public static RenderedChart Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return new RenderedChart([.. stream.Documents.Select(d => d.RootNode).OfType<YamlMappingNode>()]);
    }

    public YamlNode Only(string kind) => Objects.Single(o => Text(o, "kind") == kind);

    public IEnumerable<YamlMappingNode> Rules(string kind) => List(Only(kind), "rules").Cast<YamlMappingNode>();

    public static YamlNode? At(YamlNode node, string path)
    {
        foreach (var step in path.Split('.'))
        {
            var next = node switch
            {
                YamlMappingNode map => map.Children.TryGetValue(new YamlScalarNode(step), out var child) ? child : null,
                YamlSequenceNode list => list.Children[int.Parse(step)],
                _ => null,
            };
            if (next is null) return null;
            node = next;
        }
        return node;
    }

    public static string? Text(YamlNode node, string path) => (At(node, path) as YamlScalarNode)?.Value;

    public static IReadOnlyList<YamlNode> List(YamlNode node, string path) => At(node, path) is YamlSequenceNode list ? [.. list] : [];

    public static IReadOnlyList<string> Texts(YamlNode node, string path) => [.. List(node, path).Select(n => ((YamlScalarNode)n).Value!)];
}
