using System.Text.Json.Nodes;
using Pdp.Core.Health;
using Pdp.Core.Tests.Support;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Tests.Health;

/// <summary>Each document under <c>Cases</c> is an object, perhaps its pods, and the verdict: state, reason if any, message.</summary>
public sealed class HealthCaseTests
{
    public static TheoryData<string> All => [.. Cases.Select(c => (string)c["about"]!)];

    private static IReadOnlyList<JsonObject> Cases { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Health", "Cases")).Order(StringComparer.Ordinal)
            .SelectMany(file => Yaml.Documents(File.ReadAllText(file))),
    ];

    [Theory]
    [MemberData(nameof(All))]
    public void A_case_has_its_verdict(string about)
    {
        var @case = Cases.Single(c => (string)c["about"]! == about);
        var pods = (@case["pods"] as JsonArray)?.Select(pod => pod!.AsObject()).ToList();
        var health = HealthAssessor.Of(@case["object"]!.AsObject(), pods);
        Assert.Equal((string)@case["expect"]!, $"{health.State} {health.Reason} {health.Message}".Replace("  ", " ", StringComparison.Ordinal).Trim());
    }

    [Fact]
    public void What_is_not_there_is_missing() => Assert.Equal(HealthState.Missing, HealthAssessor.Of(null).State);

    [Fact]
    public void The_whole_is_as_healthy_as_its_worst_part_and_names_it()
    {
        Assert.Equal(HealthState.Healthy, HealthAssessor.Worst([]).State);
        var worst = HealthAssessor.Worst(
        [
            ("a", new ObjectHealth(HealthState.Healthy)),
            ("d", new ObjectHealth(HealthState.Progressing, null, "starting")),
            ("c", new ObjectHealth(HealthState.Progressing, FailureReason.Unschedulable, "no node")),
            ("b", new ObjectHealth(HealthState.Suspended)),
        ]);
        Assert.Equal(new ObjectHealth(HealthState.Progressing, FailureReason.Unschedulable, "c: no node"), worst);
    }

    [Fact]
    public void A_controllers_long_message_is_cut()
    {
        var live = Yaml.Documents("{apiVersion: a/v1, kind: B, status: {conditions: [{type: Stalled, status: \"True\"}]}}").Single();
        live["status"]!["conditions"]![0]!["message"] = new string('x', 100_000);
        Assert.InRange(HealthAssessor.Of(live).Message.Length, 1, 400);
    }
}
