using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Pdp.Core.Policy;
using Pdp.Core.Ports;
using Pdp.Daemon.Audit;
using Pdp.Daemon.Policy;
using Pdp.Daemon.Tests.Audit;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes.Objects;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile;

/// <summary>Intents the customer writes in the cluster without a signature, where the policy allows them.</summary>
public sealed class LocalIntentTests(TestCluster cluster) : AgentTest(cluster)
{
    private readonly RememberedTrail _trail = new();

    private string Name => $"{Id}.local";

    public override async ValueTask InitializeAsync()
    {
        Agent = await TestAgent.StartAsync(
            Cluster,
            Plane,
            Namespace,
            options => options with { Policy = options.Policy with { UnsignedIntents = true } },
            services => services.AddSingleton<IIntentObserver>(new AuditedLocalIntents(_trail)));
        await Until.TrueAsync(() => Agent.Get<ILeadership>().IsLeader);
    }

    [Fact]
    public async Task It_is_followed_changed_and_taken_away_with_its_resource()
    {
        await CreateAsync(Document("1"));
        var status = await Agent.PhaseAsync(Name, IntentPhase.Healthy, 1);
        Assert.Contains(status.Conditions, condition => condition is { Type: "Signed", Status: "False", Reason: "Local" });
        var map = await Cluster.OneAsync("v1", "ConfigMap", Name);
        Assert.Equal("1", map.GetString("data", "value"));
        Assert.Empty(await Agent.Intake.InventoryAsync(Ct));

        await Cluster.EditAsync(await IntentAsync(), new JsonObject { ["spec"] = new JsonObject { ["document"] = Document("2") } }.ToJsonString());
        await Agent.PhaseAsync(Name, IntentPhase.Healthy, 2);
        Assert.Equal("2", (await Cluster.OneAsync("v1", "ConfigMap", Name)).GetString("data", "value"));

        await Cluster.DeleteAsync(await IntentAsync());
        await Until.TrueAsync(async () => await Cluster.GetAsync("pdp.dev/v1", "Intent", Namespace, Name) is null);
        Assert.Empty(await Cluster.OfIntentAsync("v1", "ConfigMap", Name));
        Assert.Equal(
            ["Accepted 1", "Accepted 2", "Removed 2"],
            _trail.All.Where(e => e.Type == AuditTypes.LocalIntent && e.Intent == Name).Select(e => $"{e.Outcome} {e.Generation}"));
    }

    [Fact]
    public async Task Where_the_policy_does_not_allow_it_it_is_refused_by_name_and_runs_once_it_does()
    {
        Agent.Get<CurrentPolicy>().Replace(CustomerPolicy.Default);
        await CreateAsync(Document("1"));

        var status = await Agent.PhaseAsync(Name, IntentPhase.Refused, 1);
        Assert.Equal(FailureReason.PolicyDenied, status.Reason);
        Assert.Contains("policy.unsignedIntents: ", status.Message, StringComparison.Ordinal);
        Assert.Empty(await Cluster.OfIntentAsync("v1", "ConfigMap", Name));
        Assert.Equal("Refused", _trail.All.Single(e => e.Intent == Name).Outcome);

        await Cluster.DeleteAsync(await IntentAsync());
        await Until.TrueAsync(() => Agent.Journal.Find(Name) is null);
    }

    [Fact]
    public async Task A_rollout_that_fails_goes_back_to_what_was_kept()
    {
        await CreateAsync(Component("registry.example/app:1"));
        await Agent.PhaseAsync(Name, IntentPhase.Healthy, 1);

        var broken = new JsonObject { ["spec"] = new JsonObject { ["document"] = Component("registry.example/broken:2") } };
        await Cluster.EditAsync(await IntentAsync(), broken.ToJsonString());

        await Agent.StatusAsync(Name, s => s is { Phase: IntentPhase.RolledBack, RunningGeneration: 1 });
    }

    [Theory]
    [InlineData("""{"document":{"apiVersion":"pdp.dev/v1","kind":"Removal","metadata":{},"spec":{}}}""", FailureReason.SchemaInvalid)]
    [InlineData("""{"document":{"apiVersion":"pdp.dev/v1","kind":"Manifests","metadata":{"id":"shop"},"spec":{"resources":[]}}}""", FailureReason.SchemaInvalid)]
    [InlineData("""{"document":{"apiVersion":"pdp.dev/v1","kind":"Manifests","metadata":{"plane":"other"},"spec":{"resources":[]}}}""", FailureReason.SchemaInvalid)]
    [InlineData("""{"document":{"kind":"Exec"}}""", FailureReason.SchemaInvalid)]
    [InlineData("""{"document":{"metadata":[]}}""", FailureReason.SchemaInvalid)]
    [InlineData("{}", FailureReason.SchemaInvalid)]
    [InlineData("""{"jws":"a.b.c"}""", FailureReason.Tampered)]
    [InlineData("""{"removal":"a.b.c"}""", FailureReason.Tampered)]
    public async Task What_is_no_document_of_its_own_is_refused(string spec, FailureReason reason)
    {
        await CreateAsync(Name, JsonNode.Parse(spec)!.AsObject());

        Assert.Equal(reason, (await Agent.StatusAsync(Name, s => s.Phase == IntentPhase.Refused)).Reason);
        Assert.DoesNotContain(Agent.Api.Writes, call => call.Kind is not ("Intent" or "ConfigMap" or "Secret"));
    }

    [Fact]
    public async Task It_cannot_have_a_name_the_control_plane_could_sign_for()
    {
        await CreateAsync(Id, new JsonObject { ["document"] = Document("1") });
        Assert.Equal(FailureReason.SignatureInvalid, (await Agent.StatusAsync(Id, s => s.Phase == IntentPhase.Refused)).Reason);

        // And the control plane's own word takes its place, with nothing of it left.
        Assert.Equal(AckOutcome.Stored, (await Agent.PutAsync(Plane.Manifests(Id, 1, Workloads.ConfigMap("one")))).Outcome);
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        Assert.Null((await Cluster.GetAsync("pdp.dev/v1", "Intent", Namespace, Id))!.GetObject("spec", "document"));
    }

    [Fact]
    public async Task A_signed_intent_that_is_made_unsigned_is_refused_and_kept_as_it_was()
    {
        await Agent.PutAsync(Plane.Manifests(Id, 1, Workloads.ConfigMap("one")));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        var resource = (await Cluster.GetAsync("pdp.dev/v1", "Intent", Namespace, Id))!;
        await Cluster.EditAsync(resource, new JsonObject { ["spec"] = new JsonObject { ["jws"] = null, ["document"] = Document("evil") } }.ToJsonString());

        Assert.Equal(FailureReason.SignatureInvalid, (await Agent.PhaseAsync(Id, IntentPhase.Refused, 1)).Reason);
        Assert.Equal("1", (await Cluster.OneAsync("v1", "ConfigMap", Id)).GetString("data", "value"));
    }

    [Fact]
    public async Task What_a_signed_intent_made_stays_its_own()
    {
        await Agent.PutAsync(Plane.Manifests(Id, 1, Workloads.ConfigMap("one")));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);

        await CreateAsync(Document("evil"));

        var status = await Agent.StatusAsync(Name, s => s.Reason == FailureReason.Conflict);
        Assert.Contains($"belongs to the intent {Id}", status.Message, StringComparison.Ordinal);
        Assert.Equal("1", (await Cluster.OneAsync("v1", "ConfigMap", Id)).GetString("data", "value"));
    }

    private Task CreateAsync(JsonObject document) => CreateAsync(Name, new JsonObject { ["document"] = document });

    private Task CreateAsync(string name, JsonObject spec)
    {
        var resource = new JsonObject
        {
            ["apiVersion"] = "pdp.dev/v1",
            ["kind"] = "Intent",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = Namespace },
            ["spec"] = spec,
        };
        return Cluster.Admin.CreateAsync(resource, new(), Ct);
    }

    private JsonObject Document(string value) => Document(
        "Manifests", $$"""{"resources":[{"id":"one","object":{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"one"},"data":{"value":"{{value}}"} } }] }""");

    private JsonObject Component(string image) => Document(
        "Component", $$"""{"type":"worker","release":"r","containers":{"main":{"image":"{{image}}"} },"rollout":{"deadlineSeconds":5} }""");

    private JsonObject Document(string kind, string spec) => JsonNode.Parse(
        $$"""
        {"apiVersion":"pdp.dev/v1","kind":"{{kind}}","spec":{{spec}},
         "metadata":{"organization":"acme","project":"{{Id}}","environment":"test","component":"tool"} }
        """)!.AsObject();

    private async Task<JsonObject> IntentAsync() => (await Cluster.GetAsync("pdp.dev/v1", "Intent", Namespace, Name))!;
}
