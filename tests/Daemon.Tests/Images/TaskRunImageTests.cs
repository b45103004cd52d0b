using Pdp.Daemon.Tests.Harness;
using Pdp.Daemon.Tests.Images.Stage;
using Pdp.Daemon.Tests.Reconcile;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Images;

/// <summary>A run is of the images its task was rolled out with.</summary>
public sealed class TaskRunImageTests(TestCluster cluster) : ImagesTest(cluster)
{
    private string RunId => $"{Id}-run";

    [Fact]
    public async Task A_run_has_the_digest_its_task_was_given_wherever_the_tag_points_by_then()
    {
        var digest = Server.Push("team/app", "1", "a");
        await Agent.PutAsync(TaskDocuments.Task(Plane, Id, 1, $"{Repository}:1"));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        Server.Push("team/app", "1", "b");
        await Server.StopAsync();

        await Agent.PutAsync(TaskDocuments.Run(Plane, RunId, Id, 1));
        await Agent.PhaseAsync(RunId, IntentPhase.Healthy, 1);

        Assert.Equal($"{Repository}:1@{digest}", await RunImageAsync());
    }

    [Fact]
    public async Task A_run_of_a_task_that_follows_tags_is_of_the_one_the_task_has_and_follows_none()
    {
        var digest = Server.Push("team/app", "build-9");
        await Agent.PutAsync(Plane.Component(Id, 1, spec => TaskDocuments.TaskSpec(spec, Repository) with
        {
            Follow = new FollowSpec(3600) { Tags = "build-*" },
        }));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        Server.Push("team/app", "build-10");
        var calls = Server.Calls.Count;

        await Agent.PutAsync(TaskDocuments.Run(Plane, RunId, Id, 1));
        var status = await Agent.PhaseAsync(RunId, IntentPhase.Healthy, 1);

        Assert.Equal($"{Repository}:build-9@{digest}", await RunImageAsync());
        Assert.DoesNotContain(status.Conditions, condition => condition.Type == "ImagesFollowed");
        Assert.Equal(calls, Server.Calls.Count);
    }

    private async Task<string?> RunImageAsync() =>
        (await Cluster.OneAsync("batch/v1", "Job", RunId)).GetObjects("spec", "template", "spec", "containers").Single().GetString("image");
}
