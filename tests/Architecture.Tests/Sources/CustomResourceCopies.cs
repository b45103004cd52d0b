using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Serialization;

namespace Pdp.Architecture.Tests.Sources;

/// <summary>The custom resource the chart installs is the one the agent was built with.</summary>
internal sealed class CustomResourceCopies : ISourceRule
{
    public IEnumerable<string> Check(Repository repository)
    {
        var copies = repository.Where(path => path.EndsWith(".yaml", StringComparison.Ordinal) || path.EndsWith(".json", StringComparison.Ordinal))
            .Where(file => !file.Path.StartsWith("tests/", StringComparison.Ordinal)
                && file.Text.Contains("CustomResourceDefinition", StringComparison.Ordinal)
                && file.Text.Contains("intents.pdp.dev", StringComparison.Ordinal)
                && !file.Text.Contains("{{", StringComparison.Ordinal))
            .Select(file => (file.Path, Document: Parse(file.Text)))
            .Where(file => (string?)file.Document?["kind"] == "CustomResourceDefinition")
            .ToList();
        return copies.Skip(1)
            .Where(copy => !JsonNode.DeepEquals(copy.Document, copies[0].Document))
            .Select(copy => $"{copy.Path}: differs from {copies[0].Path}; make them the same");
    }

    private static JsonObject? Parse(string text)
    {
        if (text.TrimStart().StartsWith('{'))
        {
            return JsonNode.Parse(text) as JsonObject;
        }

        var yaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(text);
        return JsonSerializer.SerializeToNode(yaml) as JsonObject;
    }
}
