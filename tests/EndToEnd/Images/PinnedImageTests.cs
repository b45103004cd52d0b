namespace Pdp.EndToEnd.Images;

/// <summary>A release has one digest: the agent's process asks a registry once, and neither tags, nor rollbacks, nor restarts change what runs.</summary>
[Lasts(90)]
public sealed class PinnedImageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tag_is_resolved_once_through_challenge_and_throttling_and_stays_what_it_was()
    {
        await using var stage = await RegistryStage.OpenAsync("pinned", Ct);
        var first = stage.Push("v2.0.0", "a");
        stage.Push("broken", "b");

        // A registry that throttles is waited for, and told of.
        stage.Throttle(true);
        await stage.PutAsync("r1", "v2.0.0", 1, Ct);
        var waiting = await stage.SaysAsync("the release to wait for its image", view => view is { Phase: "Waiting", Reason: "ImageUnresolved" }, Ct);
        Assert.Contains("HTTP 429", waiting.Message, StringComparison.Ordinal);
        stage.Throttle(false);
        var healthy = await stage.SaysAsync("r1 to run", view => view is { Phase: "Healthy", RunningGeneration: 1 }, Ct);
        Assert.Equal(first, RegistryStage.DigestOf(healthy));
        await stage.PodsAreAsync(Pinned(first), 1, Ct);
        Assert.Contains(stage.Registry.Calls, call => call.Path.StartsWith("/token", StringComparison.Ordinal));
        Assert.Contains(stage.Registry.Calls, call => call.Authorization.StartsWith("Bearer ", StringComparison.Ordinal));

        // The tag moves, the agent is killed, the document changes: it is still the same release.
        var second = stage.Push("v2.0.0", "c");
        Assert.NotEqual(first, second);
        var asked = stage.Registry.Calls.Count;
        await stage.RestartAgentAsync(Ct);
        await stage.PutAsync("r1", "v2.0.0", 2, Ct);
        await stage.SaysAsync("two replicas to run", view => view is { Phase: "Healthy", RunningGeneration: 2 }, Ct);
        await stage.PodsAreAsync(Pinned(first), 2, Ct);
        Assert.Equal(asked, stage.Registry.Calls.Count);

        // A release that never becomes ready is gone back from, to the digest there was.
        await stage.PutAsync("r2", "broken", 2, Ct);
        var back = await stage.SaysAsync("r2 to be rolled back", view => view is { Phase: "RolledBack", RunningGeneration: 2 }, Ct);
        await stage.PodsAreAsync(Pinned(first), 2, Ct);
        Assert.Equal(first, RegistryStage.DigestOf(await stage.SaysAsync("the status to name it", view => RegistryStage.DigestOf(view) == first, Ct)));
        Assert.Equal(3, back.ObservedGeneration);

        // With the registry gone and the agent new, what runs is kept as it should be.
        await stage.Registry.StopAsync();
        await stage.RestartAgentAsync(Ct);
        await stage.DeleteDeploymentAsync(Ct);
        await stage.PodsAreAsync(Pinned(first), 2, Ct);
        await stage.Registry.StartAgainAsync();

        // Another release of the same tag is another image.
        await stage.PutAsync("r3", "v2.0.0", 1, Ct);
        var third = await stage.SaysAsync("r3 to run", view => view is { Phase: "Healthy", RunningGeneration: 4 }, Ct);
        Assert.Equal(second, RegistryStage.DigestOf(third));
        await stage.PodsAreAsync(Pinned(second), 1, Ct);

        Assert.DoesNotContain(RegistryStage.Password, stage.Stage.Agent.Process!.Log.Tail(int.MaxValue), StringComparison.Ordinal);
    }

    private static string Pinned(string digest) => $"{RegistryStage.Image("v2.0.0")}@{digest}";
}
