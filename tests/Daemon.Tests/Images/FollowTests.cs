using Pdp.Daemon.Tests.Harness;
using Pdp.Daemon.Tests.Images.Stage;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Images;

[Lasts(30)]
public sealed class FollowTests(TestCluster cluster) : ImagesTest(cluster)
{
    [Fact]
    public async Task The_newest_tag_is_rolled_out_gone_back_from_when_it_fails_and_not_tried_again()
    {
        var first = Server.Push("team/app", "build-9");
        await Agent.PutAsync(Followed("build-*"));
        var status = await HealthyAsync("build-9");
        Assert.Equal(first, Assert.Single(status.Images).Digest);
        Assert.Contains(status.Conditions, condition => condition is { Type: "ImagesFollowed", Status: "True" });

        // Newer by number, and never ready.
        Server.Push("team/app", "build-10-broken");
        status = await Agent.StatusAsync(Id, s => s.FailedImages.Count == 1 && s.Phase == IntentPhase.Healthy);
        Assert.Equal($"{Repository}:build-10-broken", status.FailedImages[0].Image);
        Assert.Equal((1, 0), (status.RunningGeneration, status.FailedGeneration));
        Assert.Equal($"{Repository}:build-9@{first}", await ImageAsync());
        Assert.Contains(status.Conditions, condition => condition is { Type: "ImagesFollowed", Status: "False", Reason: "RolledBack" });
        Assert.Equal(["Healthy", "RolledBack", "Healthy"], status.History.Select(revision => revision.Result));
        Assert.Equal($"{Repository}:build-10-broken", status.History[1].Images.Single().Image);
        var started = status.Rollout!.StartedAt;

        // It is looked at again and again, and nothing comes of it until there is a newer one.
        var calls = Server.Calls.Count;
        await Until.TrueAsync(() => Server.Calls.Count >= calls + 4, TimeSpan.FromSeconds(30));
        Assert.Equal(started, Agent.Journal.Find(Id)!.Status.Rollout!.StartedAt);

        var third = Server.Push("team/app", "build-11");
        status = await HealthyAsync("build-11");
        Assert.Equal($"{Repository}:build-11@{third}", await ImageAsync());
        Assert.Contains(status.Conditions, condition => condition is { Type: "ImagesFollowed", Status: "True" });
    }

    [Fact]
    public async Task A_tag_that_moves_is_rolled_out_by_its_digest()
    {
        Server.Push("team/app", "stable", "a");
        await Agent.PutAsync(Followed("stable"));
        await HealthyAsync("stable");

        var moved = Server.Push("team/app", "stable", "b");

        await Agent.StatusAsync(Id, s => s.Phase == IntentPhase.Healthy && s.Images.SingleOrDefault()?.Digest == moved);
        Assert.Equal($"{Repository}:stable@{moved}", await ImageAsync());
    }

    [Fact]
    public async Task What_was_followed_last_goes_on_while_the_registry_is_away_even_with_a_new_generation()
    {
        var digest = Server.Push("team/app", "1.4.0");
        await Agent.PutAsync(Followed(semver: "^1.2"));
        await HealthyAsync("1.4.0");
        await Agent.DisposeAsync();
        await Server.StopAsync();
        Agent = await StartAsync();

        await Agent.PutAsync(Followed(semver: "^1.2", generation: 2, replicas: 2));

        var status = await Agent.StatusAsync(Id, s => s is { Phase: IntentPhase.Healthy, ObservedGeneration: 2 });
        Assert.Contains(status.Conditions, condition => condition is { Type: "ImagesFollowed", Status: "False", Reason: "RegistryUnavailable" });
        Assert.Equal($"{Repository}:1.4.0@{digest}", await ImageAsync());
    }

    [Fact]
    public async Task Tags_of_a_registry_that_is_not_listed_cannot_be_followed()
    {
        await Agent.PutAsync(Followed("stable", repository: "registry.example/app"));

        var status = await Agent.StatusAsync(Id, s => s is { Phase: IntentPhase.Waiting, Reason: FailureReason.ImageUnresolved });

        Assert.Contains("not among those this data plane may ask", status.Message, StringComparison.Ordinal);
        Assert.Empty(Server.Calls);
    }

    private string Followed(string? tags = null, string? semver = null, long generation = 1, int replicas = 1, string? repository = null) =>
        Component(generation, "main", repository ?? Repository, spec => spec with
        {
            Replicas = replicas,
            Follow = new FollowSpec(5) { Tags = tags, Semver = semver },
        });

    private Task<IntentStatus> HealthyAsync(string tag) => Agent.StatusAsync(
        Id, s => s.Phase == IntentPhase.Healthy && s.Images.SingleOrDefault()?.Image == $"{Repository}:{tag}", TimeSpan.FromSeconds(40));
}
