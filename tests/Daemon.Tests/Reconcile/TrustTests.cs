using System.Text.Json.Nodes;
using Pdp.Core.Render;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Verbs;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Tests.Reconcile;

/// <summary>Somebody with rights in the agent's namespace edits its Intents.</summary>
public sealed class TrustTests(TestCluster cluster) : AgentTest(cluster)
{
    public static TheoryData<string, FailureReason> Edits => new()
    {
        { """{"spec":{"jws":"a.b.c"}}""", FailureReason.SignatureInvalid },
        { """{"spec":{"jws":null}}""", FailureReason.SignatureInvalid },
        { """{"spec":{"generation":9}}""", FailureReason.Tampered },
        { """{"spec":{"hash":"0000"}}""", FailureReason.Tampered },
        { """{"spec":{"removal":"a.b.c"}}""", FailureReason.Tampered },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public async Task An_edit_is_refused_and_what_was_verified_last_goes_on_running(string patch, FailureReason reason)
    {
        await Agent.PutAsync(Plane.Component(Id, 1));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);

        await Cluster.EditAsync(await IntentAsync(), patch);

        var status = await Agent.PhaseAsync(Id, IntentPhase.Refused, 1);
        Assert.Equal((reason, 1L, 0L), (status.Reason!.Value, status.RunningGeneration, status.FailedGeneration));
        Assert.Contains(status.Conditions, condition => condition is { Type: "Accepted", Status: "False" });

        // And it is still kept as it was.
        await Cluster.DeleteAsync(await Cluster.OneAsync("v1", "Service", Id));
        await Until.TrueAsync(async () => (await Cluster.OfIntentAsync("v1", "Service", Id)).Count == 1);
        Assert.Equal(IntentPhase.Refused, Agent.Journal.Find(Id)!.Status.Phase);
    }

    [Fact]
    public async Task A_forged_removal_is_out_of_the_way_with_the_control_planes_next_word()
    {
        var jws = Plane.Component(Id, 1);
        await Agent.PutAsync(jws);
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        await Cluster.EditAsync(await IntentAsync(), """{"spec":{"removal":"a.b.c"}}""");
        await Agent.PhaseAsync(Id, IntentPhase.Refused, 1);
        Assert.Empty(await Agent.Intake.InventoryAsync(Ct));

        Assert.Equal(AckOutcome.Stored, (await Agent.PutAsync(jws)).Outcome);

        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        Assert.Null((await IntentAsync()).GetString("spec", "removal"));
    }

    [Fact]
    public async Task An_inventory_that_lists_what_somebody_else_made_does_not_make_it_the_intents()
    {
        var ns = NamespaceOf();
        await Cluster.NamespaceAsync(ns);
        await Cluster.EditAsync((await Cluster.GetAsync("v1", "Namespace", null, ns))!, """{"metadata":{"labels":{"app.kubernetes.io/managed-by":"pdp-agent"}}}""");
        var theirs = Workloads.ConfigMap("theirs", "not yours");
        theirs.Set(ns, "metadata", "namespace");
        await Cluster.Admin.CreateAsync(theirs, new(), Ct);
        await Agent.PutAsync(Plane.Manifests(Id, 1, Workloads.ConfigMap("theirs")));
        var status = await Agent.StatusAsync(Id, s => s.Reason == FailureReason.Conflict);
        Assert.Contains("was not made by the agent", status.Message, StringComparison.Ordinal);

        var entry = new JsonObject { ["group"] = "", ["version"] = "v1", ["kind"] = "ConfigMap", ["namespace"] = ns, ["name"] = "theirs", ["wave"] = 0 };
        await Cluster.Admin.PatchAsync(
            ObjectReference.Of(await IntentAsync()),
            new JsonObject { ["status"] = new JsonObject { ["inventory"] = new JsonArray(entry) } },
            new PatchOptions { FieldManager = "kubectl-edit", Subresource = "status" },
            Ct);
        await LookAgainAsync();

        Assert.Equal("not yours", (await Cluster.GetAsync("v1", "ConfigMap", ns, "theirs"))!.GetString("data", "value"));
        Assert.Equal(FailureReason.Conflict, Agent.Journal.Find(Id)!.Status.Reason);
    }

    [Fact]
    public async Task An_intent_without_a_signature_is_refused_with_what_to_do()
    {
        await Cluster.Admin.CreateAsync(Resource(new JsonObject { ["id"] = Id }), new(), Ct);

        var status = await Agent.PhaseAsync(Id, IntentPhase.Refused, 0);

        Assert.Equal(FailureReason.SignatureInvalid, status.Reason);
        Assert.Contains("must be a document the control plane signed", status.Message, StringComparison.Ordinal);
        Assert.Empty(await Cluster.OfIntentAsync("apps/v1", "Deployment", Id));
    }

    [Fact]
    public async Task A_signed_intent_of_an_earlier_generation_put_back_by_hand_is_refused()
    {
        await Agent.PutAsync(Plane.Component(Id, 1));
        var old = await IntentAsync();
        await Agent.PutAsync(Plane.Component(Id, 2, spec => spec with { Release = "r2" }));
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 2);

        await Cluster.EditAsync(await IntentAsync(), new JsonObject { ["spec"] = old.Spec!.DeepClone() }.ToJsonString());

        var status = await Agent.PhaseAsync(Id, IntentPhase.Refused, 2);
        Assert.Equal((FailureReason.GenerationStale, 2L), (status.Reason!.Value, status.RunningGeneration));
    }

    [Fact]
    public async Task A_signed_intent_under_another_name_is_refused()
    {
        await Agent.PutAsync(Plane.Component(Id, 1));
        var resource = Resource((await IntentAsync()).Spec!.DeepClone().AsObject());
        resource.Set($"{Id}-copy", "metadata", "name");

        await Cluster.Admin.CreateAsync(resource, new(), Ct);

        var status = await Agent.PhaseAsync($"{Id}-copy", IntentPhase.Refused, 0);
        Assert.Equal(FailureReason.Tampered, status.Reason);
    }

    [Fact]
    public async Task An_intent_deleted_by_hand_takes_nothing_along_and_comes_back_unchanged()
    {
        var jws = Plane.Component(Id, 1);
        await Agent.PutAsync(jws);
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        await QuietAsync();
        Agent.Api.Forget();

        await Cluster.DeleteAsync(await IntentAsync());
        await Until.TrueAsync(() => Agent.Journal.Find(Id) is null);
        await QuietAsync();
        Assert.Empty(Agent.Api.Writes);
        Assert.Single(await Cluster.OfIntentAsync("apps/v1", "Deployment", Id));

        await Agent.PutAsync(jws);
        await Agent.PhaseAsync(Id, IntentPhase.Healthy, 1);
        Assert.DoesNotContain(Agent.Api.Writes, call => call.Kind is not ("Intent" or "Secret"));
    }

    private string NamespaceOf() => IntentRenderer.NamespaceOf(Plane.Metadata(Id, 1));

    private async Task<JsonObject> IntentAsync() => (await Cluster.GetAsync("pdp.dev/v1", "Intent", Namespace, Id))!;

    private JsonObject Resource(JsonObject spec) => new()
    {
        ["apiVersion"] = "pdp.dev/v1",
        ["kind"] = "Intent",
        ["metadata"] = new JsonObject { ["name"] = Id, ["namespace"] = Namespace },
        ["spec"] = spec,
    };
}
