namespace Pdp.Architecture.Tests.Sources;

/// <summary>Each rule about the repository's text can fail, and lets good text pass.</summary>
public sealed class SourceRuleTests
{
    [Theory]
    [InlineData(300, false)]
    [InlineData(301, true)]
    public void A_file_over_300_lines_is_named(int lines, bool breaks)
    {
        var text = string.Join('\n', Enumerable.Repeat("// line", lines)) + "\n";

        Assert.Equal(breaks, Check(new FileLength(), ("agent/Core/A.cs", text)).Any());
    }

    [Theory]
    [InlineData("agent/Core/Plan/A.cs", "namespace Pdp.Core.Plan;", false)]
    [InlineData("agent/Core/Plan/A.cs", "namespace Pdp.Core;", true)]
    [InlineData("control-stub/Store/A.cs", "namespace Pdp.ControlStub.Store;", false)]
    [InlineData("tests/Core.Tests/Plan/A.cs", "namespace Pdp.Core.Tests.Plan;", false)]
    [InlineData("tests/Core.Tests/Plan/A.cs", "class A;", true)]
    [InlineData("agent/Daemon/Program.cs", "return 0;", false)]
    [InlineData("elsewhere/A.cs", "namespace Pdp.Core;", true)]
    public void A_namespace_that_is_not_its_folder_is_named(string path, string text, bool breaks) =>
        Assert.Equal(breaks, Check(new FolderIsNamespace(), (path, text)).Any());

    [Theory]
    [InlineData("// TO" + "DO later", true)]
    [InlineData("throw new Not" + "ImplementedException();", true)]
    [InlineData("Thread" + ".Sleep(1);", true)]
    [InlineData("var a = LoadAsync(b)" + ".Result;", true)]
    [InlineData("_task" + ".Wait();", true)]
    [InlineData("LoadAsync().GetAwaiter()" + ".GetResult();", true)]
    [InlineData("private async" + " void Run()", true)]
    [InlineData("#pragma warning disable" + "", true)]
    [InlineData("#pragma warning disable CA1822 // why", false)]
    [InlineData("return answer.Result;", false)]
    [InlineData("await Task.WhenAll(tasks);", false)]
    [InlineData("// the autodoc", false)]
    public void A_mark_of_unfinished_work_is_named(string line, bool breaks) =>
        Assert.Equal(breaks, Check(new BannedMarks(), ("agent/Core/A.cs", line)).Any());

    [Theory]
    [InlineData("[x](b.md)", false)]
    [InlineData("[x](c.md)", true)]
    [InlineData("[x](b.md#a-heading-of-b)", false)]
    [InlineData("[x](b.md#no-such)", true)]
    [InlineData("[x](#own-heading)", false)]
    [InlineData("[x](#other)", true)]
    [InlineData("[x](../agent/Core/A.cs)", false)]
    [InlineData("[x](../agent/Core)", false)]
    [InlineData("[x](../../outside.md)", true)]
    [InlineData("[x](https://example.org/a.md)", false)]
    [InlineData("```\n[x](c.md)\n```", false)]
    public void A_link_that_leads_nowhere_is_named(string text, bool breaks)
    {
        var problems = Check(
            new DocumentLinks(),
            ("docs/a.md", "# Own heading\n" + text + "\n"), ("docs/b.md", "## A `heading` of b!\n"), ("agent/Core/A.cs", ""));

        Assert.Equal(breaks, problems.Any());
    }

    [Theory]
    [InlineData("see /wor" + "k/notes.txt", true)]
    [InlineData("see /hom" + "e/someone/notes.txt", true)]
    [InlineData("GET /api/v1/wor" + "k/items", false)]
    [InlineData("/var/run/secrets/kubernetes.io", false)]
    public void A_path_of_one_machine_is_named(string text, bool breaks) =>
        Assert.Equal(breaks, Check(new MachinePaths(), ("docs/a.md", text)).Any());

    [Theory]
    [InlineData("agent/Core/Core.csproj", "<ProjectReference Include=\"../Protocol/Protocol.csproj\" />", false)]
    [InlineData("agent/Core/Core.csproj", "<ProjectReference Include=\"../Kubernetes/Kubernetes.csproj\" />", true)]
    [InlineData("agent/Protocol/Protocol.csproj", "<PackageReference Include=\"YamlDotNet\" />", true)]
    [InlineData("tests/Story/Story.csproj", "<ProjectReference Include=\"../../control-stub/ControlStub.csproj\" />", true)]
    [InlineData(
        "tests/Story/Story.csproj",
        "<ProjectReference Include=\"../../control-stub/ControlStub.csproj\" ReferenceOutputAssembly=\"false\" />", false)]
    [InlineData("tests/Unlisted/Unlisted.csproj", "", true)]
    public void A_reference_outside_the_table_is_named(string path, string reference, bool breaks)
    {
        var text = $"<Project><ItemGroup>{reference}</ItemGroup></Project>";

        Assert.Equal(breaks, Check(new ProjectReferences(), (path, text)).Any());
    }

    [Theory]
    [InlineData("scope: Namespaced", false)]
    [InlineData("scope: Cluster", true)]
    public void A_custom_resource_that_differs_from_the_agents_is_named(string line, bool breaks)
    {
        const string Head = "kind: CustomResourceDefinition\nmetadata:\n  name: intents.pdp.dev\nspec:\n";
        const string Json =
            """{"kind":"CustomResourceDefinition","metadata":{"name":"intents.pdp.dev"},"spec":{"scope":"Namespaced"}}""";

        var problems = Check(new CustomResourceCopies(), ("agent/Daemon/crd.json", Json), ("helm/pdp-agent/crds/a.yaml", Head + "  " + line));

        Assert.Equal(breaks, problems.Any());
    }

    [Theory]
    [InlineData("| 7 | it | [a](../agent/A.cs) | [b](../tests/X/BTests.cs) |", false)]
    [InlineData("| 7 | it | [a](../helm/a.yaml) | [b](../tests/X/BTests.cs) |", false)]
    [InlineData("| 7 | it | [a](../agent/A.cs) | b |", true)]
    [InlineData("| 7 | it | a | [b](../tests/X/BTests.cs) |", true)]
    [InlineData("| 77 | it | [a](../agent/A.cs) | [b](../tests/X/BTests.cs) |", true)]
    [InlineData("Rule 7 (it) has nothing to hold yet.", false)]
    public void A_security_rule_without_code_or_tests_is_named(string line, bool breaks)
    {
        var others = Enumerable.Range(1, 12).Where(rule => rule != 7).Select(rule => $"| {rule} | it | [a](../control-stub/A.cs) | [b](../tests/BTests.cs) |");
        Assert.Equal(breaks, Check(new ThreatModel(), ("docs/threat-model.md", string.Join('\n', others) + "\n" + line)).Any());
    }

    private static IEnumerable<string> Check(ISourceRule rule, params (string Path, string Text)[] files) =>
        rule.Check(new Repository(files.ToDictionary(file => file.Path, file => file.Text, StringComparer.Ordinal)));
}
