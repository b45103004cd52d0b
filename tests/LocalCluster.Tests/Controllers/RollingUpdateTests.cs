using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.LocalCluster.Controllers.Deployments;

namespace Pdp.LocalCluster.Tests.Controllers;

/// <summary>Plays rollouts with pods that become ready, and break, at random moments, and holds every moment to the two promises.</summary>
public sealed class RollingUpdateTests
{
    [Theory]
    [InlineData(3, "25%", "25%")]
    [InlineData(10, "25%", "25%")]
    [InlineData(1, "1", "0")]
    [InlineData(4, "0", "1")]
    [InlineData(7, "100%", "0")]
    [InlineData(5, "0", "100%")]
    [InlineData(2, "0%", "0%")]
    public void No_moment_has_too_many_pods_or_too_few_available(int replicas, string surge, string unavailable)
    {
        var spec = Spec(replicas, surge, unavailable);
        for (var seed = 0; seed < 200; seed++) Play(spec, seed, broken: false);
    }

    [Theory]
    [InlineData(3, "25%", "25%")]
    [InlineData(4, "1", "1")]
    public void A_release_that_never_becomes_ready_stops_at_the_promise(int replicas, string surge, string unavailable)
    {
        var spec = Spec(replicas, surge, unavailable);
        for (var seed = 0; seed < 50; seed++) Play(spec, seed, broken: true);
    }

    [Fact]
    public void Pods_that_are_not_available_anyway_go_first()
    {
        var spec = Spec(4, "1", "1");
        var sizes = RollingUpdate.OldSizes(spec, Set("new", 1, 1), [Set("sick", 2, 0), Set("well", 2, 2)]);
        Assert.Equal(0, sizes["sick"]);
        Assert.DoesNotContain("well", sizes.Keys);
    }

    private static void Play(DeploymentSpec spec, int seed, bool broken)
    {
        // Repeatable: the seed is part of the message of whatever fails.
#pragma warning disable RS0030
        var random = new Random(seed);
#pragma warning restore RS0030
        var old = Set("old", spec.Replicas, spec.Replicas);
        var fresh = Set("new", 0, 0);
        for (var step = 0; step < 500; step++)
        {
            var size = RollingUpdate.NewSize(spec, fresh.Replicas, old.Replicas + fresh.Replicas);
            if (size != fresh.Replicas) fresh = fresh with { Replicas = size };
            else if (RollingUpdate.OldSizes(spec, fresh, [old]).TryGetValue("old", out var smaller)) old = old with { Replicas = smaller, Available = Math.Min(old.Available, smaller) };
            var where = $"seed {seed}, step {step}: old {old.Replicas}, new {fresh.Replicas} of which {fresh.Available} available";
            Assert.True(old.Replicas + fresh.Replicas <= spec.Replicas + spec.MaxSurge, where);
            Assert.True(old.Available + fresh.Available >= spec.FewestAvailable, where);
            if (!broken && fresh.Available < fresh.Replicas && random.Next(3) == 0) fresh = fresh with { Available = fresh.Available + 1 };
            if (fresh.Available == spec.Replicas && old.Replicas == 0) return;
        }

        Assert.True(broken, $"seed {seed}: the rollout never ended");
    }

    internal static DeploymentSpec Spec(int replicas, string surge, string unavailable) => DeploymentSpec.Of(new JsonObject
    {
        ["spec"] = new JsonObject
        {
            ["replicas"] = replicas,
            ["strategy"] = new JsonObject { ["rollingUpdate"] = new JsonObject { ["maxSurge"] = Amount(surge), ["maxUnavailable"] = Amount(unavailable) } },
        },
    });

    internal static ReplicaSetView Set(string name, int replicas, int available, int? recordedMost = null)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (recordedMost is { } most) metadata["annotations"] = new JsonObject { [DeploymentAnnotations.MaxReplicas] = most.ToString(CultureInfo.InvariantCulture) };
        return new ReplicaSetView(new JsonObject { ["metadata"] = metadata }) { Replicas = replicas, Available = available, Pods = replicas, Ready = available };
    }

    private static JsonNode Amount(string text) => int.TryParse(text, out var number) ? number : text;
}
