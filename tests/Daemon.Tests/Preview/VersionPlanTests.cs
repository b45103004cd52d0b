using System.Text.Json.Nodes;
using Pdp.Daemon.Hosting;
using Pdp.Daemon.Reconcile;
using Pdp.Daemon.Tests.Harness;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Preview;

/// <summary>A plan tells where a major version would lead.</summary>
public sealed class VersionPlanTests(PlanStage stage) : IClassFixture<PlanStage>
{
    private readonly string _id = $"plan-{Guid.NewGuid():N}"[..16];

    private string Folder => $"{_id}-all";

    [Fact]
    public async Task The_first_version_is_told_with_the_service_that_will_lead_to_it()
    {
        var before = stage.Writes();
        var (code, said, _) = await stage.PlanAsync(stage.File($"{_id}.jws", Signed("v1.2", 1)));

        Assert.Equal(ExitCodes.Changes, code);
        Assert.Contains($"/{_id}--v1 would lead to v1.2, once that is healthy\n", said, StringComparison.Ordinal);
        Assert.Contains($"/{_id}--v1  # not asked of the API server: its namespace is not there yet\n", said, StringComparison.Ordinal);
        Assert.Equal(before, stage.Writes());
    }

    [Fact]
    public async Task A_newer_version_takes_over_field_by_field_and_an_older_one_does_not()
    {
        await DeployAsync("v1.2", 1);
        await LedToAsync("v1.2");
        var before = stage.Writes();

        var (_, newer, _) = await stage.PlanAsync(stage.File($"{_id}.jws", Signed("v1.3", 1)));
        Assert.Contains($"/{_id}--v1 would lead to v1.3 instead of v1.2, once that is healthy\n  ~ Service/", newer, StringComparison.Ordinal);
        Assert.Contains($"\"{IdOf("v1.2")}\" → \"{IdOf("v1.3")}\"\n", newer, StringComparison.Ordinal);

        var (_, older, _) = await stage.PlanAsync(stage.File($"{_id}-old.jws", Signed("v1.1", 1)));
        Assert.Contains($"/{_id}--v1 would go on leading to v1.2\n  = Service/", older, StringComparison.Ordinal);

        var (_, other, _) = await stage.PlanAsync(stage.File($"{_id}-other.jws", Signed("v2.0", 1)));
        Assert.Contains($"/{_id}--v2 would lead to v2.0, once that is healthy\n  + Service/", other, StringComparison.Ordinal);
        Assert.DoesNotContain("--v1 ", other, StringComparison.Ordinal);
        Assert.Equal(before, stage.Writes());
    }

    [Fact]
    public async Task What_goes_is_left_for_the_version_before_and_the_last_one_takes_all_along()
    {
        await DeployAsync("v1.2", 1);
        await DeployAsync("v1.3", 1);
        await LedToAsync("v1.3");

        var (_, undeployed, _) = await stage.PlanAsync(
            stage.File($"{_id}.jws", Signed("v1.3", 2, spec => spec with { State = ComponentState.Undeployed })));
        Assert.Contains($"/{_id}--v1 would lead to v1.2 instead of v1.3, once that is healthy\n", undeployed, StringComparison.Ordinal);

        stage.File($"{Folder}/a.jws", stage.Plane.Removal(IdOf("v1.2"), 2));
        var (code, said, _) = await stage.PlanAsync(
            Path.GetDirectoryName(stage.File($"{Folder}/b.jws", stage.Plane.Removal(IdOf("v1.3"), 2)))!, "--json");

        Assert.Equal(ExitCodes.Changes, code);
        var routing = JsonNode.Parse(said)!["documents"]!.AsArray().SelectMany(document => document!["routing"]!.AsArray()).Single()!;
        Assert.Equal((_id + "--v1", "v1.3", null), ((string)routing["name"]!, (string)routing["before"]!, (string?)routing["after"]));
        Assert.All(routing["objects"]!.AsArray(), o => Assert.Equal("prune", (string)o!["action"]!));
    }

    [Fact]
    public async Task A_version_that_is_refused_moves_nothing()
    {
        await DeployAsync("v1.2", 1);
        await LedToAsync("v1.2");

        var (code, said, _) = await stage.PlanAsync(stage.File($"{_id}.jws", Signed("v1.3", 1, spec => spec with { Replicas = 5000 })));

        Assert.Equal(ExitCodes.Differs, code);
        Assert.DoesNotContain("--v1", said, StringComparison.Ordinal);
    }

    private string IdOf(string track) => $"{_id}-{track.Replace('.', '-')}";

    private string Signed(string track, long generation, Func<ComponentSpec, ComponentSpec>? change = null)
    {
        var metadata = stage.Plane.Metadata(IdOf(track), generation) with { Project = _id, Component = _id, Track = track };
        return stage.Plane.Sign(metadata, (change ?? (spec => spec))(TestPlane.Spec()));
    }

    private async Task DeployAsync(string track, long generation)
    {
        await stage.Agent.PutAsync(Signed(track, generation));
        await stage.Agent.PhaseAsync(IdOf(track), IntentPhase.Healthy, generation);
        var queue = stage.Agent.Get<ReconcileQueue>();
        await Until.TrueAsync(() => queue.Waiting + queue.Running == 0);
    }

    private Task LedToAsync(string track) => Until.TrueAsync(
        async () =>
        {
            var place = Core.Render.IntentRenderer.NamespaceOf(stage.Plane.Metadata(IdOf(track), 1) with { Project = _id });
            var service = await stage.Cluster.GetAsync("v1", "Service", place, $"{_id}--v1");
            return (string?)service?["metadata"]?["annotations"]?["pdp.dev/route-track"] == track;
        },
        what: $"{_id} to lead to {track}");
}
