using System.Text;
using System.Text.Json.Nodes;
using Pdp.Core.Ports;
using Pdp.Daemon.Tests.Harness;
using Pdp.Protocol;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Schema;

namespace Pdp.Daemon.Tests.Intake;

public sealed class IntakeTests(TestCluster cluster) : IAsyncLifetime
{
    private readonly TestPlane _plane = new();
    private readonly string _namespace = $"pdp-intake-{Guid.NewGuid():N}"[..20];
    private TestAgent _agent = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _agent = await TestAgent.StartAsync(cluster, _plane, _namespace);
        await Until.TrueAsync(() => _agent.Get<ILeadership>().IsLeader);
    }

    [Fact]
    public async Task What_is_stored_is_in_the_cluster_before_it_is_answered()
    {
        var jws = _plane.Component("in-1", 1);

        var answer = await _agent.PutAsync(jws);

        Assert.Equal((AckOutcome.Stored, "in-1", 1L), (answer.Outcome, answer.Id, answer.Generation));
        var resource = await cluster.GetAsync("pdp.dev/v1", "Intent", _namespace, "in-1");
        Assert.Equal(jws, (string?)resource!["spec"]!["jws"]);
        Assert.Equal(answer.Hash, (string?)resource["spec"]!["hash"]);
        Assert.Equal(("Component", "in-1", "test", "r1"), (
            (string?)resource["spec"]!["kind"], (string?)resource["spec"]!["component"], (string?)resource["spec"]!["environment"],
            (string?)resource["spec"]!["release"]));
    }

    [Fact]
    public async Task Generations_are_stored_once_in_order_and_never_twice_with_other_content()
    {
        await _agent.PutAsync(_plane.Component("in-2", 2));

        Assert.Equal(AckOutcome.Unchanged, (await _agent.PutAsync(_plane.Component("in-2", 2))).Outcome);
        Assert.Equal(AckOutcome.Stale, (await _agent.PutAsync(_plane.Component("in-2", 1))).Outcome);
        var tampered = await _agent.PutAsync(_plane.Component("in-2", 2, spec => spec with { Replicas = 3 }));
        Assert.Equal(FailureReason.Tampered, Assert.Single(tampered.Reasons).Reason);
        Assert.Equal(AckOutcome.Stored, (await _agent.PutAsync(_plane.Component("in-2", 3, spec => spec with { Replicas = 3 }))).Outcome);
        Assert.Equal([new IntentStamp("in-2", 3, _agent.Journal.Find("in-2")!.Hash)], await _agent.Intake.InventoryAsync(Ct));
    }

    [Fact]
    public async Task Every_reason_is_told_at_once_and_nothing_is_stored()
    {
        var document = IntentWriter.Document(
            _plane.Metadata("in-3", 1) with { Plane = "other" }, TestPlane.Spec() with { Replicas = -1, Release = "" });

        var answer = await _agent.PutAsync(_plane.Sign(IntentWriter.Write(document)));

        Assert.Equal(AckOutcome.Refused, answer.Outcome);
        Assert.Equal("in-3", answer.Id);
        Assert.Contains(answer.Reasons, reason => reason is { Reason: FailureReason.SchemaInvalid, Path: "spec.replicas" });
        Assert.Contains(answer.Reasons, reason => reason is { Reason: FailureReason.SchemaInvalid, Path: "spec.release" });
        Assert.Contains(answer.Reasons, reason => reason is { Reason: FailureReason.WrongPlane, Path: "metadata.plane" });
        Assert.Null(_agent.Journal.Find("in-3"));
    }

    public static TheoryData<string, FailureReason> BadDocuments => new()
    {
        { "not a jws", FailureReason.SignatureInvalid },
        { "", FailureReason.SignatureInvalid },
        { new string('a', ProtocolLimits.JwsChars + 1), FailureReason.TooLarge },
        { "@other-key", FailureReason.UnknownKey },
        { "@bad-signature", FailureReason.SignatureInvalid },
        { "@not-json", FailureReason.SchemaInvalid },
        { "@too-deep", FailureReason.TooLarge },
        { "@removal", FailureReason.SchemaInvalid },
    };

    [Theory]
    [MemberData(nameof(BadDocuments))]
    public async Task Bad_input_is_refused_with_its_reason(string what, FailureReason reason)
    {
        using var stranger = new TestPlane();
        var good = _plane.Component("in-4", 1);
        var deep = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 100));
        var jws = what switch
        {
            "@other-key" => stranger.Component("in-4", 1),
            "@bad-signature" => good[..^4] + (good.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBB" : "AAAA"),
            "@not-json" => _plane.Sign("no json"u8.ToArray()),
            "@too-deep" => _plane.Sign(deep),
            "@removal" => _plane.Removal("in-4", 1),
            _ => what,
        };

        var answer = await _agent.PutAsync(jws);

        Assert.Equal(AckOutcome.Refused, answer.Outcome);
        Assert.Contains(answer.Reasons, r => r.Reason == reason);
        Assert.All(answer.Reasons, r => Assert.DoesNotContain("no json", r.Message, StringComparison.Ordinal));
        Assert.Null(_agent.Journal.Find("in-4"));
    }

    [Fact]
    public async Task What_policy_denies_is_refused_with_every_reason()
    {
        var jws = _plane.Manifests(
            "in-5", 1,
            Object("rbac.authorization.k8s.io/v1", "ClusterRole", "everything"),
            Object("apps/v1", "DaemonSet", "everywhere"));

        var answer = await _agent.PutAsync(jws);

        Assert.Equal(AckOutcome.Refused, answer.Outcome);
        Assert.All(answer.Reasons, reason => Assert.Equal(FailureReason.PolicyDenied, reason.Reason));
        Assert.Contains(answer.Reasons, reason => reason.Path == "object-0");
        Assert.Contains(answer.Reasons, reason => reason.Path == "object-1");
    }

    [Fact]
    public async Task A_circle_of_dependencies_is_refused_and_named()
    {
        await _agent.PutAsync(_plane.Component("in-6a", 1, spec => spec with { DependsOn = ["in-6b"] }));

        var answer = await _agent.PutAsync(_plane.Component("in-6b", 1, spec => spec with { DependsOn = ["in-6a"] }));

        var reason = Assert.Single(answer.Reasons);
        Assert.Equal(FailureReason.DependencyCycle, reason.Reason);
        Assert.Contains("in-6a → in-6b → in-6a", reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_written_decides_nothing()
    {
        _agent.Api.Before = call =>
        {
            if (call is { Verb: "apply", Kind: "Intent" }) throw RecordingApi.Refusal(503, "ServiceUnavailable");
        };

        await Assert.ThrowsAsync<IntakeUnavailableException>(() => _agent.Intake.AcceptAsync(_plane.Component("in-7", 1), Ct));
        Assert.Null(_agent.Journal.Find("in-7"));

        _agent.Api.Before = null;
        Assert.Equal(AckOutcome.Stored, (await _agent.PutAsync(_plane.Component("in-7", 1))).Outcome);
    }

    [Fact]
    public async Task A_write_that_somebody_else_came_before_is_decided_anew()
    {
        var conflicts = 2;
        _agent.Api.Before = call =>
        {
            if (call is { Verb: "apply", Kind: "Intent", Subresource: null } && conflicts-- > 0)
                throw RecordingApi.Refusal(409, "Conflict");
        };

        Assert.Equal(AckOutcome.Stored, (await _agent.PutAsync(_plane.Component("in-8", 1))).Outcome);
    }

    [Fact]
    public async Task A_removal_is_recorded_and_its_generations_do_not_come_back()
    {
        await _agent.PutAsync(_plane.Component("in-9", 1));
        await _agent.PhaseAsync("in-9", IntentPhase.Healthy, 1);

        Assert.Equal(AckOutcome.Refused, (await _agent.Intake.RemoveAsync(_plane.Removal("in-9", 1), Ct)).Outcome);
        Assert.Equal(AckOutcome.Stored, (await _agent.Intake.RemoveAsync(_plane.Removal("in-9", 3), Ct)).Outcome);
        await Until.TrueAsync(() => _agent.Journal.Find("in-9") is null, TimeSpan.FromMinutes(1));

        Assert.Equal(AckOutcome.Unchanged, (await _agent.Intake.RemoveAsync(_plane.Removal("in-9", 3), Ct)).Outcome);
        Assert.Equal(AckOutcome.Stale, (await _agent.PutAsync(_plane.Component("in-9", 2))).Outcome);
        Assert.Equal(AckOutcome.Stale, (await _agent.PutAsync(_plane.Component("in-9", 3))).Outcome);
        Assert.Equal(AckOutcome.Stored, (await _agent.PutAsync(_plane.Component("in-9", 4))).Outcome);
    }

    [Fact]
    public async Task The_removal_of_what_is_not_held_is_remembered_too()
    {
        Assert.Equal(AckOutcome.Stored, (await _agent.Intake.RemoveAsync(_plane.Removal("in-10", 7), Ct)).Outcome);

        Assert.Equal(AckOutcome.Stale, (await _agent.PutAsync(_plane.Component("in-10", 7))).Outcome);
        var remembered = await cluster.GetAsync("v1", "ConfigMap", _namespace, "pdp-agent-removed");
        Assert.StartsWith("7 ", (string?)remembered!["data"]!["in-10"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_hand_edited_is_left_out_of_the_inventory_and_put_right_by_being_sent_again()
    {
        var jws = _plane.Component("in-11", 1);
        await _agent.PutAsync(jws);
        await _agent.PhaseAsync("in-11", IntentPhase.Healthy, 1);
        var resource = (await cluster.GetAsync("pdp.dev/v1", "Intent", _namespace, "in-11"))!;
        await cluster.EditAsync(resource, """{"spec":{"jws":"edited"}}""");
        await _agent.PhaseAsync("in-11", IntentPhase.Refused, 1);

        Assert.Empty(await _agent.Intake.InventoryAsync(Ct));
        Assert.Equal(AckOutcome.Stored, (await _agent.PutAsync(jws)).Outcome);

        await _agent.PhaseAsync("in-11", IntentPhase.Healthy, 1);
        Assert.Single(await _agent.Intake.InventoryAsync(Ct));
    }

    [Fact]
    public async Task Generations_sent_side_by_side_end_with_the_newest()
    {
        var answers = await Task.WhenAll(Enumerable.Range(1, 10).Select(g => _agent.PutAsync(_plane.Component("in-12", g))));

        Assert.All(answers, answer => Assert.Contains(answer.Outcome, new[] { AckOutcome.Stored, AckOutcome.Stale }));
        Assert.Equal(10, _agent.Journal.Find("in-12")!.Generation);
    }

    public async ValueTask DisposeAsync()
    {
        await _agent.DisposeAsync();
        _plane.Dispose();
    }

    private static JsonObject Object(string apiVersion, string kind, string name) => new()
    {
        ["apiVersion"] = apiVersion,
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = name },
    };
}
