using Pdp.Core.Health;
using Pdp.Core.Images;
using Pdp.Core.Rollout;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Rollout;

public sealed class ImageRolloutTests
{
    private static readonly DateTimeOffset _start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_followed_image_that_does_not_become_healthy_is_gone_back_from_and_the_generation_is_none_the_worse()
    {
        var facts = Facts(new RevisionMark(5, "s", "old"), new RolloutTarget(5, false, "s", "new"));

        var decision = RolloutDecider.Decide(facts);

        Assert.Equal((RolloutOutcome.RollBack, true, null), (decision.Outcome, decision.HasFailedImages, decision.FailedSecretVersions));
        Assert.Equal("generation 5 with the new image was not healthy within 60 s (crashes); the image of before runs again", decision.Message);
        var status = new StatusBuilder(new IntentStatus { ObservedGeneration = 5 }, 5, _start).Follow(decision, facts.Target, "r")
            .GaveUp(Image("2", "b")).Build();
        Assert.Equal((0, null, IntentPhase.RolledBack), (status.FailedGeneration, status.FailedSecretVersions, status.Phase));
        Assert.Equal(new FailedImage("main", "registry.example/app:2", "b", _start), Assert.Single(status.FailedImages));
        // Another generation is another chance.
        Assert.Empty(new StatusBuilder(status, 6, _start).Build().FailedImages);
    }

    [Fact]
    public void Where_image_and_secrets_are_others_the_image_is_gone_back_from_first_and_then_the_secrets_are_tried_alone()
    {
        var kept = new RevisionMark(5, "old", "old");

        Assert.True(RolloutDecider.Decide(Facts(kept, new RolloutTarget(5, false, "new", "new"))).HasFailedImages);
        Assert.Equal("new", RolloutDecider.Decide(Facts(kept, new RolloutTarget(5, false, "new", "old"))).FailedSecretVersions);
    }

    [Fact]
    public void A_generation_that_was_never_healthy_fails_as_any_other()
    {
        var decision = RolloutDecider.Decide(Facts(new RevisionMark(4, null, "old"), new RolloutTarget(5, false, null, "new")));

        Assert.Equal((RolloutOutcome.RollBack, false), (decision.Outcome, decision.HasFailedImages));
        Assert.Contains("generation 4 runs again", decision.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_digests_are_another_rollout()
    {
        var first = RolloutDecider.Begin(new(5, null, "old"), new IntentStatus(), new RolloutSpec(60), _start);
        var stored = new IntentStatus { Rollout = first };

        Assert.True(RolloutDecider.IsBegun(new(5, null, "old"), stored));
        Assert.False(RolloutDecider.IsBegun(new(5, null, "new"), stored));
    }

    [Fact]
    public void Failed_images_are_remembered_newest_first_up_to_a_bound()
    {
        var builder = new StatusBuilder(new IntentStatus { ObservedGeneration = 1 }, 1, _start);
        for (var i = 0; i < StatusBuilder.MostFailedImages + 5; i++) builder.GaveUp(Image($"{i}", $"{i}"));

        var failed = builder.Build().FailedImages;

        Assert.Equal(StatusBuilder.MostFailedImages, failed.Count);
        Assert.Equal("24", failed[0].Digest);
    }

    [Fact]
    public void A_release_finds_its_digests_among_the_last_revisions()
    {
        var (first, second) = (Status("1", "a", "r1"), Status("1", "b", "r2"));
        var status = new IntentStatus
        {
            Images = [second],
            History = [Revision(second), Revision(first), Revision(Status("1", "c", "r1"))],
        };

        Assert.Equal(second, ImageStatuses.Recorded("main", "registry.example/app:1", "r2", status));
        Assert.Equal(first, ImageStatuses.Recorded("main", "registry.example/app:1", "r1", status));
        Assert.Null(ImageStatuses.Recorded("main", "registry.example/app:1", "r3", status));
        Assert.Null(ImageStatuses.Recorded("other", "registry.example/app:1", "r1", status));
    }

    [Fact]
    public void An_entry_keeps_the_time_at_which_it_was_learnt()
    {
        var before = new IntentStatus { Images = [Status("1", "a", "r1")] };

        var next = ImageStatuses.Of([Image("1", "a"), new ResolvedImage("a-side", "side:1", null)], "r1", before, _start.AddHours(1));

        Assert.Equal([new ImageStatus("a-side", "side:1", null, _start.AddHours(1), "r1"), before.Images[0]], next);
    }

    [Fact]
    public void Each_followed_image_that_became_healthy_is_a_revision_of_its_own()
    {
        var status = new IntentStatus();
        foreach (var digest in new[] { "a", "a", "b" })
        {
            status = new StatusBuilder(status, 1, _start).With(s => s with { Images = [Status("1", digest, "r1")] })
                .Follow(new RolloutDecision(RolloutOutcome.Healthy), new RolloutTarget(1, false), "r1").Build();
        }

        Assert.Equal(["b", "a"], status.History.Select(revision => revision.Images.Single().Digest));
    }

    [Fact]
    public void Only_what_the_agent_pins_tells_revisions_apart()
    {
        Assert.Null(ImageFingerprint.Of([new ResolvedImage("main", "app:1", null), new ResolvedImage("side", "side@sha256:a", "sha256:a")]));
        Assert.NotNull(ImageFingerprint.Of([Image("1", "a")]));
        Assert.NotEqual(ImageFingerprint.Of([Image("1", "a")]), ImageFingerprint.Of([Image("1", "b")]));
        Assert.Equal(
            ImageFingerprint.Of([Image("1", "a"), new ResolvedImage("b", "b:1", "b")]),
            ImageFingerprint.Of([new ResolvedImage("b", "b:1", "b"), Image("1", "a")]));
    }

    [Fact]
    public void The_images_of_a_revision_come_back()
    {
        ResolvedImage[] images = [Image("1", "a"), new ResolvedImage("side", "side:1", null)];
        Assert.True(RevisionCodec.TryEncode(new Revision { Generation = 1, Document = "x", Images = images }, out var bytes));
        Assert.True(RevisionCodec.TryDecode(bytes, out var back));
        Assert.Equal(images, back.Images);
        Assert.NotNull(back.Mark.ImageDigests);
    }

    private static ResolvedImage Image(string tag, string digest) => new("main", $"registry.example/app:{tag}", digest);

    private static ImageStatus Status(string tag, string digest, string release) =>
        new("main", $"registry.example/app:{tag}", digest, _start, release);

    private static RevisionRecord Revision(ImageStatus image) => new(1, image.Release, "Healthy", _start) { Images = [image] };

    private static RolloutFacts Facts(RevisionMark lastGood, RolloutTarget target) => new()
    {
        Target = target,
        Generation = 5,
        Rollout = new RolloutStatus { Generation = 5, Deadline = _start },
        Spec = new RolloutSpec(60),
        LastGood = lastGood,
        FollowsImage = true,
        Applied = true,
        Health = new ObjectHealth(HealthState.Degraded, FailureReason.CrashLooping, "crashes"),
        Now = _start,
    };
}
