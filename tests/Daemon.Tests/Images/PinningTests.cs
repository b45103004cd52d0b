using Pdp.Core.Policy.Model;
using Pdp.Daemon.Tests.Harness;
using Pdp.Daemon.Tests.Images.Stage;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Images;

[Lasts(30)]
public sealed class PinningTests(TestCluster cluster) : ImagesTest(cluster)
{
    [Fact]
    public async Task A_release_has_one_digest_however_its_tag_moves()
    {
        var first = Server.Push("team/app", "1", "a");
        await Agent.PutAsync(Component(1, "r1", $"{Repository}:1"));
        var status = await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        var image = Assert.Single(status.Images);
        Assert.Equal(("main", $"{Repository}:1", first, "r1"), (image.Container, image.Image, image.Digest, image.Release));
        Assert.Equal($"{Repository}:1@{first}", await ImageAsync());

        var second = Server.Push("team/app", "1", "b");
        await Agent.PutAsync(Component(2, "r1", $"{Repository}:1", spec => spec with { Replicas = 2 }));
        status = await Agent.PhaseAsync(Id, IntentPhase.Healthy, 2);
        Assert.Equal([image], status.Images);
        Assert.Equal($"{Repository}:1@{first}", await ImageAsync());

        await Agent.PutAsync(Component(3, "r2", $"{Repository}:1"));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 3);
        Assert.Equal($"{Repository}:1@{second}", await ImageAsync());

        await Agent.PutAsync(Component(4, "r1", $"{Repository}:1"));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 4);
        Assert.Equal($"{Repository}:1@{first}", await ImageAsync());
    }

    [Fact]
    public async Task What_runs_needs_no_registry()
    {
        var digest = Server.Push("team/app", "1");
        await Agent.PutAsync(Component(1, "r1", $"{Repository}:1"));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        await Agent.DisposeAsync();
        await Server.StopAsync();
        Agent = await StartAsync();

        await Cluster.DeleteAsync(await Cluster.OneAsync("apps/v1", "Deployment", Id));

        await Agent.StatusAsync(Id, status => status.Phase == IntentPhase.Healthy && status.Drift.Any(repair => repair.Object.Kind == "Deployment"));
        Assert.Equal($"{Repository}:1@{digest}", await ImageAsync());
    }

    [Fact]
    public async Task While_the_registry_is_away_a_new_release_waits_and_what_runs_goes_on()
    {
        var first = Server.Push("team/app", "1");
        await Agent.PutAsync(Component(1, "r1", $"{Repository}:1"));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        await Server.StopAsync();

        await Agent.PutAsync(Component(2, "r2", $"{Repository}:2"));

        var status = await Agent.StatusAsync(Id, s => s is { Phase: IntentPhase.Waiting, Reason: FailureReason.ImageUnresolved });
        Assert.StartsWith($"image {Repository}:2: registry {Server.Host} cannot be reached", status.Message, StringComparison.Ordinal);
        Assert.Equal((2, 1), (status.ObservedGeneration, status.RunningGeneration));
        Assert.Equal($"{Repository}:1@{first}", await ImageAsync());

        var second = Server.Push("team/app", "2");
        await Server.StartAgainAsync();
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 2);
        Assert.Equal($"{Repository}:2@{second}", await ImageAsync());
    }

    [Fact]
    public async Task A_tag_that_is_missing_is_waited_for()
    {
        Server.Push("team/app", "other");
        await Agent.PutAsync(Component(1, "r1", $"{Repository}:1"));

        var status = await Agent.StatusAsync(Id, s => s is { Phase: IntentPhase.Waiting, Reason: FailureReason.ImageUnresolved });
        Assert.Equal($"image {Repository}:1: registry {Server.Host} has no tag 1 in team/app", status.Message);
        Assert.Empty(await Cluster.OfIntentAsync("apps/v1", "Deployment", Id));

        Server.Push("team/app", "1");
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
    }

    [Fact]
    public async Task What_is_gone_back_to_has_the_digests_it_had()
    {
        var first = Server.Push("team/app", "1", "a");
        Server.Push("team/broken", "1");
        await Agent.PutAsync(Component(1, "r1", $"{Repository}:1"));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        Server.Push("team/app", "1", "b");

        await Agent.PutAsync(Component(2, "r2", $"{Server.Host}/team/broken:1"));

        await Agent.StatusAsync(
            Id, s => s is { Phase: IntentPhase.RolledBack, RunningGeneration: 1, FailedGeneration: 2, Images: [{ Digest: var digest }] } && digest == first);
        Assert.Equal($"{Repository}:1@{first}", await ImageAsync());
    }

    [Fact]
    public async Task Images_of_other_registries_are_used_as_they_are_written()
    {
        await Agent.PutAsync(Plane.Component(Id, 1));

        var status = await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);

        Assert.Equal(("registry.example/app:1", null), (Assert.Single(status.Images).Image, status.Images[0].Digest));
        Assert.Equal("registry.example/app:1", await ImageAsync());
        Assert.Empty(Server.Calls);
    }

    [Fact]
    public async Task A_policy_that_asks_for_digests_is_content_with_what_will_be_resolved()
    {
        await Agent.DisposeAsync();
        Agent = await StartAsync(options => options with { Policy = options.Policy with { Images = new ImageRules { RequireDigest = true } } });
        var digest = Server.Push("team/app", "1");

        var refused = await Agent.PutAsync(Plane.Component(Id, 1));
        Assert.Equal(AckOutcome.Refused, refused.Outcome);
        Assert.Equal(FailureReason.PolicyDenied, Assert.Single(refused.Reasons).Reason);

        await Agent.PutAsync(Component(1, "r1", $"{Repository}:1"));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        Assert.Equal($"{Repository}:1@{digest}", await ImageAsync());
    }

    [Fact]
    public async Task What_ran_before_its_registry_was_listed_stays_as_it_is_until_its_next_generation()
    {
        await Agent.DisposeAsync();
        Agent = await StartAsync(options => options with { RegistryDefinitions = [] });
        var digest = Server.Push("team/app", "1");
        await Agent.PutAsync(Component(1, "r1", $"{Repository}:1"));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        await Agent.DisposeAsync();
        Agent = await StartAsync();
        await LookAgainAsync();
        Assert.Equal($"{Repository}:1", await ImageAsync());

        await Agent.PutAsync(Component(2, "r1", $"{Repository}:1"));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 2);
        Assert.Equal($"{Repository}:1@{digest}", await ImageAsync());
    }

    [Fact]
    public async Task A_status_that_was_lost_does_not_unpin_what_runs()
    {
        var digest = Server.Push("team/app", "1", "a");
        await Agent.PutAsync(Component(1, "r1", $"{Repository}:1"));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        await QuietAsync();
        Server.Push("team/app", "1", "b");
        var stored = Agent.Journal.Find(Id)!;
        await Agent.Journal.WriteStatusAsync(stored, stored.Status with { Images = [], History = [], Rollout = null }, Ct);

        await LookAgainAsync();

        var status = await Agent.StatusAsync(Id, s => s.Phase == IntentPhase.Healthy && s.Images.Count == 1);
        Assert.Equal(digest, status.Images[0].Digest);
        Assert.Equal($"{Repository}:1@{digest}", await ImageAsync());
    }
}
