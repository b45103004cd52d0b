using Pdp.ControlStub.Store.Sql;

namespace Pdp.ControlStub.Store.Snapshots;

/// <summary>Reads releases and all about them, for snapshots.</summary>
internal static class ReleaseTables
{
    /// <summary>The queries, and what is made of their rows.</summary>
    public static readonly IReadOnlyList<(string Sql, Func<SnapshotRow, SnapshotRecord> Read)> All =
    [
        ("select * from releases order by organization, project, component, number, name", Release),
        ("select * from bindings order by organization, project, component, environment", Binding),
        ("select * from deployments order by organization, project, component, environment, number", Deployment),
        ("select * from pipelines order by organization, name", Pipeline),
        ("select * from promotions order by organization, project, number", Promotion),
    ];

    private static SnapshotRecord Release(SnapshotRow row) => new ReleaseSnapshot(new ReleaseRecord(
        new ReleaseKey(row.Text("organization"), row.Text("project"), row.Text("component"), row.Text("name")), row.Number("number"), row.Text("hash"),
        row.Text("document"), row.Text("source"), Digests(row), row.Text("author"), row.Time("created_at")));

    private static SnapshotRecord Binding(SnapshotRow row) => new BindingSnapshot(new BindingRecord(
        Key(row), row.Text("config"), row.TextOrNull("release"), row.TextOrNull("plane"), row.TextOrNull("intent"), row.Time("updated_at")));

    private static SnapshotRecord Deployment(SnapshotRow row) => new DeploymentSnapshot(new DeploymentRecord(
        Key(row), row.Number("number"), Stored.Name<DeploymentWay>(row.Text("way")), row.Text("release"), row.Text("config"), Digests(row), row.Text("plane"),
        row.Text("intent"), row.Number("generation"), row.NumberOrNull("promotion"), row.Text("actor"), row.TextOrNull("reason"), row.Time("at")));

    private static SnapshotRecord Pipeline(SnapshotRow row) => new PipelineSnapshot(new PipelineRecord(
        row.Text("organization"), row.Text("name"), row.Text("document"), row.Time("updated_at")));

    private static SnapshotRecord Promotion(SnapshotRow row) => new PromotionSnapshot(new PromotionRecord(
        Key(row), row.Number("number"), row.Text("origin"), row.Text("release"), Stored.Name<PromotionState>(row.Text("state")), (int)row.Number("needed"),
        row.Text("role"), row.Flag("forced"), row.Text("author"), row.TextOrNull("reason"), row.Time("requested_at"), row.TimeOrNull("decided_at"),
        Stored.Json(row.Text("votes"), StoredJson.Default.IReadOnlyListVoteRecord)!, row.Number("version")));

    private static BindingKey Key(SnapshotRow row) => new(row.Text("organization"), row.Text("project"), row.Text("component"), row.Text("environment"));

    private static IReadOnlyDictionary<string, string> Digests(SnapshotRow row) =>
        Stored.Json(row.Text("digests"), StoredJson.Default.IReadOnlyDictionaryStringString)!;
}
