using System.Text.Json.Nodes;

namespace Pdp.LocalCluster.Tests.Conformance;

/// <summary>One recorded sequence and the answers a real API server gave.</summary>
internal sealed record RecordedCase(string Name, string About, IReadOnlyList<JsonObject> Steps)
{
    private static readonly string _directory = Path.Combine(AppContext.BaseDirectory, "Conformance", "Data", "cases");

    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(_directory, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!).Order();

    public static RecordedCase Load(string name)
    {
        var document = JsonNode.Parse(File.ReadAllText(Path.Combine(_directory, name + ".json")))!;
        return new RecordedCase(name, (string)document["about"]!, [.. document["steps"]!.AsArray().Select(s => s!.AsObject())]);
    }
}
