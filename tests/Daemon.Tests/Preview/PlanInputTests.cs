using System.Text.Json.Nodes;
using Pdp.Daemon.Hosting;

namespace Pdp.Daemon.Tests.Preview;

/// <summary>Whatever somebody hands in is answered, with what to change.</summary>
public sealed class PlanInputTests(PlanStage stage) : IClassFixture<PlanStage>
{
    public static TheoryData<string, string, string> Bad => new()
    {
        { "empty", "", "SchemaInvalid" },
        { "no document", "hello", "SchemaInvalid" },
        { "a list", "[1, 2]", "SchemaInvalid" },
        { "broken JSON", "{\"apiVersion\":", "SchemaInvalid" },
        { "broken YAML", "a: [b", "SchemaInvalid" },
        { "two documents", "a: 1\n---\nb: 2\n", "SchemaInvalid" },
        { "a field twice", """{"apiVersion":"pdp.dev/v1","kind":"Manifests","kind":"Component","metadata":{"id":"a"},"spec":{"resources":[]}}""", "SchemaInvalid" },
        { "a bomb of aliases", Bomb(), "anchors and aliases are not allowed" },
        { "too deep", new string('[', 300) + new string(']', 300), "SchemaInvalid" },
        { "garbage that looks signed", "a.b.c", "SignatureInvalid" },
        { "an Intent with nothing in it", "apiVersion: pdp.dev/v1\nkind: Intent\nmetadata: {name: a}\nspec: {}\n", "SchemaInvalid" },
        { "an Intent of one's own under a wrong name", "apiVersion: pdp.dev/v1\nkind: Intent\nmetadata: {name: a}\nspec: {document: {kind: Manifests}}\n", "must end in .local" },
        { "an Intent of one's own that names its generation", Local("generation: 3"), "metadata.generation: must be left out" },
        { "an Intent of one's own that removes", Removal, "kind: must be Component, Manifests or TaskRun; delete the resource" },
        { "an Intent of one's own where none may be", Local("project: tools"), "policy.unsignedIntents: " },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task What_is_wrong_is_said(string what, string text, string expected)
    {
        var before = stage.Writes();
        var (code, said, error) = await stage.PlanAsync(stage.File("bad.txt", text));

        Assert.True(code == ExitCodes.Differs, $"{what}: {code} {said} {error}");
        Assert.Contains(expected, said, StringComparison.Ordinal);
        Assert.Equal(before, stage.Writes());
    }

    [Fact]
    public async Task What_is_too_long_is_not_read() =>
        Assert.Equal(ExitCodes.NoInput, (await stage.PlanAsync(stage.File("long.jws", new string('a', 1_000_000)))).Code);

    [Fact]
    public async Task A_directory_without_documents_is_said_to_have_none()
    {
        var folder = Path.GetDirectoryName(stage.File($"{Guid.NewGuid():N}/readme.txt", "x"))!;
        var (code, _, error) = await stage.PlanAsync(folder);

        Assert.Equal(ExitCodes.NoInput, code);
        Assert.Contains("holds no document", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_intent_of_ones_own_is_planned_as_it_would_be_held()
    {
        var policy = stage.File("local-policy.yaml", "apiVersion: pdp.dev/v1\nkind: Policy\nrules: { unsignedIntents: true }\n");

        var (code, said, _) = await stage.PlanAsync(stage.File("local.yaml", Local("project: tools")), "--policy", policy, "--json");

        Assert.Equal(ExitCodes.Changes, code);
        var document = JsonNode.Parse(said)!["documents"]![0]!;
        Assert.Equal(("tools.local", 1, "local", "allowed"), (
            (string)document["id"]!, (int)document["generation"]!, (string)document["signature"]!, (string)document["decision"]!));
        var map = document["objects"]!.AsArray().Single(o => (string)o!["kind"]! == "ConfigMap")!;
        Assert.Equal("tools.local", (string)map["rendered"]!["metadata"]!["labels"]!["pdp.dev/intent"]!);
    }

    private const string Removal = """
        apiVersion: pdp.dev/v1
        kind: Intent
        metadata: { name: tools.local, namespace: pdp-system }
        spec:
          document:
            apiVersion: pdp.dev/v1
            kind: Removal
            metadata: { project: tools }
            spec: {}
        """;

    private static string Local(string metadata) => $$"""
        apiVersion: pdp.dev/v1
        kind: Intent
        metadata: { name: tools.local, namespace: pdp-system }
        spec:
          document:
            apiVersion: pdp.dev/v1
            kind: Manifests
            metadata: { {{metadata}} }
            spec:
              resources:
              - id: one
                object: { apiVersion: v1, kind: ConfigMap, metadata: { name: one } }
        """;

    private static string Bomb() => string.Join(
        '\n', Enumerable.Range(0, 8).Select(i => i == 0 ? "a0: &a0 [x, x, x]" : $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]"));
}
