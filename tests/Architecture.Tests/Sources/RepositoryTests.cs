namespace Pdp.Architecture.Tests.Sources;

/// <summary>The rules about the repository's text hold.</summary>
public sealed class RepositoryTests
{
    private static readonly Repository Sources = Repository.Load();

    [Fact]
    public void No_file_is_too_long() => AssertHolds(new FileLength());

    [Fact]
    public void Folder_and_namespace_agree() => AssertHolds(new FolderIsNamespace());

    [Fact]
    public void Nothing_is_left_unfinished() => AssertHolds(new BannedMarks());

    [Fact]
    public void Links_in_documents_lead_somewhere() => AssertHolds(new DocumentLinks());

    [Fact]
    public void No_path_of_one_machine_is_named() => AssertHolds(new MachinePaths());

    [Fact]
    public void Projects_refer_only_to_what_the_table_allows() => AssertHolds(new ProjectReferences());

    [Fact]
    public void The_chart_installs_the_agents_own_custom_resource() => AssertHolds(new CustomResourceCopies());

    [Fact]
    public void The_threat_model_names_code_and_tests_of_every_rule() => AssertHolds(new ThreatModel());

    private static void AssertHolds(ISourceRule rule) => Breaches.AssertNone(rule.Check(Sources));
}
