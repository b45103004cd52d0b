using System.Text.Json.Nodes;
using Pdp.EndToEnd.MainJob;
using Pdp.Story.Processes;
using Pdp.Story.Staging;

namespace Pdp.EndToEnd.Recovery;

/// <summary>A control plane that was lost with all its data, under workloads that must not notice.</summary>
[Collection(SharedStory.Name)]
[Lasts(75)]
public sealed class ControlPlaneLostTests(PlayedStory story)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Stage Stage => story.Stage;

    [Fact]
    public async Task Restored_with_its_keys_it_finds_its_agents_again_and_takes_over_what_is_newer_there()
    {
        await using var plane = new PlaneOfItsOwn(Stage, "restored");
        await plane.StartAsync(Ct);
        var passphrase = plane.FileOf("passphrase");
        await PrivateFile.WriteAsync(passphrase, "correct horse battery staple", Ct);
        await plane.PutAsync("one", Ct);
        Say(await plane.Control.CommandAsync(Ct, "backup", "--out", plane.FileOf("backup"), "--with-keys", "--passphrase-file", passphrase));
        // Newer than the backup.
        Assert.Equal(2, await plane.PutAsync("two", Ct));
        var pods = await plane.PodsAsync(Ct);
        Assert.NotEmpty(pods);

        await plane.LoseControlAsync(Ct);
        Say(await plane.Control.CommandAsync(Ct, "restore", "--from", plane.FileOf("backup"), "--passphrase-file", passphrase));
        await plane.Control.RestartAsync(Ct);
        await plane.ConnectedAsync(Ct);
        var held = await plane.HeldAsync(Ct);
        Assert.Equal(("ahead", 2L, 1L), ((string?)held["state"], (long)held["generation"]!, (long)held["knownGeneration"]!));
        Say(await plane.Control.CommandAsync(Ct, "planes", "held", "restored"));

        var adopted = await plane.Control.CommandAsync(Ct, "planes", "adopt", "restored");
        Say(adopted);
        Assert.Contains("restored adopted", adopted, StringComparison.Ordinal);
        await plane.HealthyAsync(2, Ct);
        Assert.Equal(pods, await plane.PodsAsync(Ct));

        Assert.Equal(3, await plane.PutAsync("three", Ct));
        Assert.Empty(pods.Intersect(await plane.PodsAsync(Ct)));
    }

    [Fact]
    public async Task A_new_one_with_other_keys_takes_the_plane_over_and_needs_the_old_key_no_more()
    {
        await using var plane = new PlaneOfItsOwn(Stage, "taken-over");
        await plane.StartAsync(Ct);
        Assert.Equal(1, await plane.PutAsync("one", Ct));
        var pods = await plane.PodsAsync(Ct);
        var oldBundle = plane.FileOf("old-bundle.json");
        await PrivateFile.WriteAsync(oldBundle, plane.Bundle.ToJsonString(), Ct);
        var oldKey = (string)plane.Bundle["signingKeys"]![0]!["kid"]!;

        await plane.LoseControlAsync(Ct);
        await plane.ReplaceControlAsync(Ct);
        Say(await plane.Control.CommandAsync(Ct, "keys", "import-public", oldBundle));
        var bundle = JsonNode.Parse(await plane.Control.CommandAsync(Ct, "planes", "create", "taken-over"))!.AsObject();
        Assert.Equal(2, bundle["signingKeys"]!.AsArray().Count);
        await plane.StartAgentAsync(bundle, Ct);
        Assert.Equal("foreign", (string?)(await plane.HeldAsync(Ct))["state"]);
        Say(await plane.Control.CommandAsync(Ct, "planes", "adopt", "taken-over"));
        await plane.HealthyAsync(1, Ct);
        Say(await plane.Control.CommandAsync(Ct, "planes", "resign", "taken-over"));
        await plane.HealthyAsync(2, Ct);
        Assert.Equal(pods, await plane.PodsAsync(Ct));

        // From here on only the new control plane is believed.
        Say(await plane.Control.CommandAsync(Ct, "keys", "list"));
        await plane.Control.CommandAsync(Ct, "keys", "retire", oldKey);
        bundle = JsonNode.Parse(await plane.Control.CommandAsync(Ct, "planes", "renew", "taken-over"))!.AsObject();
        Assert.DoesNotContain(oldKey, bundle["signingKeys"]!.ToJsonString(), StringComparison.Ordinal);
        await plane.StartAgentAsync(bundle, Ct);
        await plane.HealthyAsync(2, Ct);
        Assert.Equal(pods, await plane.PodsAsync(Ct));

        Assert.Equal(3, await plane.PutAsync("two", Ct));
        Assert.Empty(pods.Intersect(await plane.PodsAsync(Ct)));
    }

    private static void Say(string output) => TestContext.Current.TestOutputHelper?.WriteLine(output);
}
