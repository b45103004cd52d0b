using System.Text.RegularExpressions;
using Pdp.Core.Tests.Support;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Schema;

namespace Pdp.Core.Tests.Documentation;

/// <summary>Holds <c>docs/intents.md</c> to the product.</summary>
public sealed partial class IntentsPageTests
{
    private static readonly string _page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "intents.md"));

    [Fact]
    public void It_lists_the_failure_reasons_there_are() =>
        Assert.Equal(Enum.GetNames<FailureReason>(), Rows(Section("### Failure reasons")));

    [Fact]
    public void It_lists_the_phases_there_are() => Assert.Equal(Enum.GetNames<IntentPhase>(), Rows(Section("## Status")));

    [Fact]
    public void Its_example_is_an_intent()
    {
        var yaml = Section("## Component").Split("```")[1]["yaml\n".Length..];
        var json = Yaml.Documents(yaml).Single().ToJsonString();
        var reading = IntentReader.Read(System.Text.Encoding.UTF8.GetBytes(json));
        Assert.Empty(reading.Reasons);
        Assert.Empty(Core.Intents.IntentRules.Check(reading.Intent!));
    }

    [Theory]
    [InlineData("component.schema.json", "spec")]
    [InlineData("component.schema.json", "container")]
    [InlineData("component.schema.json", "endpoint")]
    [InlineData("component.schema.json", "volume")]
    [InlineData("component.schema.json", "connection")]
    [InlineData("common.schema.json", "rollout")]
    [InlineData("common.schema.json", "metadata")]
    public void It_names_every_field_there_is(string file, string definition)
    {
        using var stream = IntentSchemas.Open(file);
        var fields = System.Text.Json.Nodes.JsonNode.Parse(stream)!["$defs"]![definition]!["properties"]!.AsObject()
            .Where(field => field.Value!["x-pdp-later"] is not System.Text.Json.Nodes.JsonValue)
            .Select(field => field.Key);
        Assert.All(fields, field => Assert.Matches($"`(metadata\\.)?{field}`", _page));
    }

    private static string Section(string heading)
    {
        var from = _page.IndexOf(heading + "\n", StringComparison.Ordinal);
        Assert.True(from >= 0, $"There is no heading {heading}.");
        var to = NextHeading().Match(_page, from + heading.Length);
        return to.Success ? _page[from..to.Index] : _page[from..];
    }

    private static IEnumerable<string> Rows(string section) => Row().Matches(section).Select(row => row.Groups["name"].Value);

    [GeneratedRegex(@"^\| `(?<name>[A-Za-z]+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    [GeneratedRegex("^##+ ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NextHeading();
}
