using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Apply;
using Pdp.ControlStub.Documents;
using Pdp.ControlStub.Intents;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Store.Sqlite;
using Pdp.ControlStub.Tests.Store;
using Pdp.Protocol.Signatures;
using Pdp.Testing;

namespace Pdp.ControlStub.Tests.Compile;

/// <summary>
/// One folder a case: its YAML files are applied one after another in the order of their names, and <c>expected.json</c> holds what was
/// answered to each and the intents there are in the end. A new case is a new folder.
/// </summary>
public sealed class CompilerCases
{
    private static readonly JsonSerializerOptions _readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Root => Path.Combine(AppContext.BaseDirectory, "Compile", "Cases");

    public static TheoryData<string> Cases => [.. Directory.EnumerateDirectories(Root).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_case_compiles_as_expected(string name)
    {
        var folder = Path.Combine(Root, name);
        var actual = (await PlayAsync(folder)).ToJsonString(_readable) + "\n";
        var expected = Path.Combine(folder, "expected.json");
        await File.WriteAllTextAsync(Path.Combine(folder, "actual.json"), actual, RunningStub.Cancel);
        Assert.True(File.Exists(expected), $"{name} has no expected.json; this was made:\n{actual}");
        Assert.Equal((await File.ReadAllTextAsync(expected, RunningStub.Cancel)).ReplaceLineEndings("\n"), actual);
    }

    private static async Task<JsonObject> PlayAsync(string folder)
    {
        using var directory = new TempDirectory();
        await using var store = SqliteControlStore.Open(directory.Combine("control.db"), new StoreLimits(), TimeProvider.System);
        await store.AddPlaneAsync();
        using var key = SigningKey.Generate();
        var signer = new IntentSigner(key);
        var desk = new ApplyDesk(
            store, new IntentDesk(store, () => signer, TimeProvider.System, () => 0), TimeProvider.System);
        var answers = new JsonObject();
        foreach (var file in Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal))
        {
            var body = Encoding.UTF8.GetBytes(await File.ReadAllTextAsync(file, RunningStub.Cancel));
            var answer = await desk.ApplyAsync(Caller.ControlPlane, "east", DocumentText.Read(body, DocumentFormat.Yaml), dryRun: false, RunningStub.Cancel);
            answers[Path.GetFileName(file)] = Shown(answer);
        }

        var intents = new JsonObject();
        foreach (var head in await store.Intents.HeadsAsync("east", RunningStub.Cancel))
            intents[head.Stamp.Id] = StoredDocument.Read((await store.Intents.FindAsync("east", head.Stamp.Id, RunningStub.Cancel))!);
        var played = new JsonObject { ["answers"] = answers, ["intents"] = intents };
        var pipelines = await store.Promotions.PipelinesAsync(within: null, after: null, limit: 100, RunningStub.Cancel);
        if (pipelines.Items.Count > 0)
            played["pipelines"] = new JsonObject(pipelines.Items.Select(p => KeyValuePair.Create($"{p.Organization}/{p.Name}", JsonNode.Parse(p.Document))));
        return played;
    }

    private static JsonObject Shown(ApplyAnswer answer)
    {
        var shown = new JsonObject { ["outcome"] = answer.Outcome.ToString() };
        void Add(string name, IEnumerable<string> lines)
        {
            if (lines.Any())
                shown[name] = new JsonArray([.. lines.Select(l => (JsonNode)l)]);
        }

        Add("documents", answer.Documents.Select(d => $"{d.Kind}/{d.Name} {d.Result}"));
        Add("intents", answer.Intents.Select(i => $"{i.Intent.Id} {i.Result} {i.Intent.Generation}"));
        Add("waiting", answer.Waiting.Select(w => $"{w.Name}: {string.Join(", ", w.Missing.Select(m => $"{m.Kind}/{m.Name}"))}"));
        Add("errors", answer.Errors.Select(Line));
        Add("warnings", answer.Warnings.Select(Line));
        Add("notes", answer.Notes.Select(Line));
        return shown;
    }

    private static string Line(Finding finding) => $"{finding} ({finding.Rule})";
}
