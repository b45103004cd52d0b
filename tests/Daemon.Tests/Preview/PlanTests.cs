using System.Text.Json.Nodes;
using Pdp.Daemon.Hosting;
using Pdp.Daemon.Reconcile;
using Pdp.Daemon.Tests.Harness;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Preview;

/// <summary><c>pdp-agent plan</c>: it says what would happen and touches nothing.</summary>
public sealed class PlanTests(PlanStage stage) : IClassFixture<PlanStage>
{
    private readonly string _id = $"plan-{Guid.NewGuid():N}"[..16];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_intent_would_be_created_and_is_not()
    {
        var before = stage.Writes();
        var (code, said, error) = await stage.PlanAsync(stage.File("new.jws", stage.Plane.Component(_id, 1)));

        Assert.Equal("", error);
        Assert.Equal(ExitCodes.Changes, code);
        Assert.Contains($"{_id} generation 1 for acme/{_id}/test (signed)\n  allowed: 7 to create", said, StringComparison.Ordinal);
        Assert.Contains("  + Namespace/dp-acme-", said, StringComparison.Ordinal);
        Assert.EndsWith("plan: 1 allowed; 7 to create; nothing was touched\n", said, StringComparison.Ordinal);
        Assert.Equal(before, stage.Writes());
        Assert.Null(stage.Agent.Journal.Find(_id));
    }

    [Fact]
    public async Task What_runs_is_unchanged()
    {
        await DeployAsync(spec => spec);
        var before = stage.Writes();

        var (code, said, _) = await stage.PlanAsync(stage.File("same.jws", stage.Plane.Component(_id, 1)));

        Assert.Equal(ExitCodes.Ok, code);
        Assert.Contains("allowed: 7 unchanged", said, StringComparison.Ordinal);
        Assert.Equal(before, stage.Writes());
    }

    [Fact]
    public async Task An_image_that_will_be_resolved_has_a_digest_only_the_agent_will_know()
    {
        await DeployAsync(spec => spec);
        var registries = stage.File("registries.yaml", "registries: [{host: registry.example}]");
        var changed = stage.File("release.jws", stage.Plane.Component(_id, 2, spec => spec.WithImage("registry.example/app:2", "r2")));

        var (code, said, _) = await stage.PlanAsync(changed, "--registries", registries);

        Assert.Equal(ExitCodes.Changes, code);
        Assert.Contains($"\"registry.example/app:1\" → \"registry.example/app:2@sha256:{new string('0', 64)}\"", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_is_told_field_by_field_with_what_is_pruned()
    {
        await DeployAsync(spec => spec);
        var before = stage.Writes();
        var changed = stage.Plane.Component(_id, 2, spec => spec.WithImage("registry.example/app:2", "r2") with { Replicas = 3, Config = Config("fast") });

        var (code, said, _) = await stage.PlanAsync(stage.File("changed.jws", changed));

        Assert.Equal(ExitCodes.Changes, code);
        Assert.Contains("1 to create, 1 to change, 1 to prune", said, StringComparison.Ordinal);
        Assert.Contains("      spec.replicas: 1 → 3\n", said, StringComparison.Ordinal);
        Assert.Contains(
            "      spec.template.spec.containers[name=main].image: \"registry.example/app:1\" → \"registry.example/app:2\"\n", said,
            StringComparison.Ordinal);
        Assert.DoesNotContain("managedFields", said, StringComparison.Ordinal);
        Assert.Equal(before, stage.Writes());
    }

    [Fact]
    public async Task The_tests_of_a_rollout_are_told_with_the_step_they_are_at()
    {
        await DeployAsync(spec => spec);
        var changed = stage.Plane.Component(_id, 2, spec => spec.WithImage("registry.example/app:2", "r2") with
        {
            Rollout = new RolloutSpec(DeadlineSeconds: 30)
            {
                Strategy = RolloutStrategy.BlueGreen,
                Steps = [new RolloutStep { Test = "smoke" }],
                Tests = [new RolloutTestSpec { Name = "smoke", Image = "registry.example/tests:1" }],
            },
        });

        var (code, said, _) = await stage.PlanAsync(stage.File("tested.jws", changed));
        var (_, json, _) = await stage.PlanAsync(stage.File("tested.jws", changed), "--json");

        Assert.Equal(ExitCodes.Changes, code);
        Assert.Matches("\n    rolled out by steps: .*test smoke.*; 0 of [0-9] are done\n", said);
        Assert.Matches("\n  t test smoke  # a Job at step [0-9] of [0-9]\n", said);
        var test = Assert.Single(JsonNode.Parse(json)!["documents"]![0]!["tests"]!.AsArray())!;
        Assert.Equal(("smoke", "Job"), ((string?)test["name"], (string?)test["rendered"]!["kind"]));
    }

    [Fact]
    public async Task A_plain_document_needs_neither_signature_nor_generation()
    {
        await DeployAsync(spec => spec);
        var document = $$"""
            apiVersion: pdp.dev/v1
            kind: Manifests
            metadata: { id: {{_id}}-m, organization: acme, project: {{_id}}, environment: test }
            spec:
              resources:
              - id: one
                object: { apiVersion: v1, kind: ConfigMap, metadata: { name: one }, data: { a: b } }
            """;

        var (code, said, _) = await stage.PlanAsync(stage.File("plain.yaml", document), "--rendered");

        Assert.Equal(ExitCodes.Changes, code);
        Assert.Contains($"{_id}-m generation 1 for acme/{_id}/test (not signed", said, StringComparison.Ordinal);
        Assert.Contains("\"kind\": \"ConfigMap\"", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_reason_is_told_at_once_and_without_a_bundle_too()
    {
        var policy = stage.File("policy.yaml", "apiVersion: pdp.dev/v1\nkind: Policy\nrules: { images: { allow: [registry.acme] }, maxReplicas: 1 }\n");
        var path = stage.File("refused.jws", stage.Plane.Component(_id, 1, spec => spec with { Replicas = 3 }));

        var (code, said, _) = await PlanStage.RunAsync("plan", "-f", path, "--kubeconfig", stage.Cluster.Kubeconfig, "--policy", policy);

        Assert.Equal(ExitCodes.Differs, code);
        Assert.Contains("(signature not checked: no bundle)\n  refused\n", said, StringComparison.Ordinal);
        Assert.Contains("policy.images: ", said, StringComparison.Ordinal);
        Assert.Contains("policy.replicas: ", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other", 2, "WrongPlane")]
    [InlineData("plane-1", 1, "Tampered")]
    [InlineData("plane-1", 0, "SchemaInvalid")]
    public async Task What_the_door_would_refuse_is_refused(string plane, long generation, string reason)
    {
        await DeployAsync(spec => spec);
        var metadata = stage.Plane.Metadata(_id, generation) with { Plane = plane, Component = _id };
        var jws = stage.Plane.Sign(metadata, TestPlane.Spec() with { Replicas = 2 });

        var (code, said, _) = await stage.PlanAsync(stage.File("door.jws", jws));

        Assert.Equal(ExitCodes.Differs, code);
        Assert.Contains($"    {reason}: ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_is_planned_as_one_and_waits_for_what_is_not_in_it()
    {
        var folder = Path.GetDirectoryName(stage.File($"{_id}/a.jws", stage.Plane.Component(_id, 1)))!;
        stage.File($"{_id}/b.jws", stage.Plane.Component($"{_id}-b", 1, spec => spec with { DependsOn = [_id] }));
        stage.File($"{_id}/c.jws", stage.Plane.Component($"{_id}-c", 1, spec => spec with { DependsOn = ["nobody"] }));

        var (code, said, _) = await stage.PlanAsync(folder, "--json");

        Assert.Equal(ExitCodes.Differs, code);
        var documents = JsonNode.Parse(said)!["documents"]!.AsArray();
        Assert.Equal(["allowed", "allowed", "waiting"], documents.Select(document => (string)document!["decision"]!));
        Assert.Equal("DependencyNotReady", (string)documents[2]!["reasons"]![0]!["reason"]!);
        var deployment = documents[0]!["objects"]!.AsArray().Single(o => (string)o!["kind"]! == "Deployment")!;
        Assert.Equal("create", (string)deployment["action"]!);
        Assert.Equal("registry.example/app:1", (string)deployment["rendered"]!["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!);
    }

    [Fact]
    public async Task A_removal_would_prune_everything()
    {
        await DeployAsync(spec => spec);
        var before = stage.Writes();

        var (code, said, _) = await stage.PlanAsync(stage.File("removal.jws", stage.Plane.Removal(_id, 2)));

        Assert.Equal(ExitCodes.Changes, code);
        Assert.Contains("allowed: 7 to prune", said, StringComparison.Ordinal);
        Assert.Equal(before, stage.Writes());
        Assert.Equal(IntentPhase.Healthy, stage.Agent.Journal.Find(_id)!.Status.Phase);
    }

    [Fact]
    public async Task What_the_api_server_would_refuse_is_refused_with_its_object()
    {
        await DeployAsync(spec => spec);
        var broken = Workloads.ConfigMap("one");
        broken["data"] = new JsonObject { ["not a key"] = "1" };
        var jws = stage.Plane.Sign(stage.Plane.Metadata(_id, 2), TestPlane.ManifestsOf(Workloads.ConfigMap("two"), broken));

        var (code, said, _) = await stage.PlanAsync(stage.File("invalid.jws", jws));

        Assert.Equal(ExitCodes.Differs, code);
        Assert.Contains("the API server refuses it", said, StringComparison.Ordinal);
        Assert.Contains("/two", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_read_or_asked_ends_with_its_own_code()
    {
        Assert.Equal(ExitCodes.NoInput, (await stage.PlanAsync("/nowhere/at/all")).Code);
        Assert.Equal(ExitCodes.Usage, (await PlanStage.RunAsync("plan")).Code);
        var path = stage.File("any.jws", stage.Plane.Component(_id, 1));
        Assert.Equal(
            ExitCodes.Configuration,
            (await PlanStage.RunAsync("plan", "-f", path, "--kubeconfig", stage.File("kubeconfig.broken", "not: [one"))).Code);
        var gone = (await System.IO.File.ReadAllTextAsync(stage.Cluster.Kubeconfig, Ct))
            .Replace(stage.Cluster.Config.Server.Authority, "127.0.0.1:1", StringComparison.Ordinal);
        var (code, _, error) = await PlanStage.RunAsync("plan", "-f", path, "--kubeconfig", stage.File("kubeconfig.gone", gone));
        Assert.Equal(ExitCodes.Unavailable, code);
        Assert.Contains("the cluster cannot be asked", error, StringComparison.Ordinal);
    }

    private async Task DeployAsync(Func<ComponentSpec, ComponentSpec> change)
    {
        await stage.Agent.PutAsync(stage.Plane.Component(_id, 1, change));
        await stage.Agent.PhaseAsync(_id, IntentPhase.Healthy, 1);
        var queue = stage.Agent.Get<ReconcileQueue>();
        await Until.TrueAsync(() => queue.Waiting + queue.Running == 0);
    }

    private static Dictionary<string, string> Config(string mode) => new() { ["mode"] = mode };
}
